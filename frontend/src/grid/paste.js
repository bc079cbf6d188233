// A block from Excel or WPS: cells parted by tabs, rows by line ends, and a cell with a line end inside in quotes.

// One cell from `at` on: its text and where it ends. A quote that is never closed properly is an ordinary letter.
const quoted = (text, at) => {
  let end = at + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end < 0) return null;
    if (text[end + 1] === '"') end += 2;
    else break;
  }
  const next = text[end + 1];
  if (next !== undefined && !"\t\r\n".includes(next)) return null;
  return { text: text.slice(at + 1, end).replace(/""/g, '"'), end: end + 1 };
};

const bare = (text, at) => {
  const stop = /[\t\r\n]/g;
  stop.lastIndex = at;
  const found = stop.exec(text);
  const end = found ? found.index : text.length;
  return { text: text.slice(at, end), end };
};

// Chrome 72 to 103 gets one empty cell too many at the end of every row from WPS; no row has anything in it.
const withoutTrailingBlank = (rows) => {
  const wide = Math.max(...rows.map((row) => row.length));
  const extra = rows.length > 0 && wide > 1 && rows.every((row) => row.length < wide || row[wide - 1] === "");
  return extra ? rows.map((row) => row.slice(0, wide - 1)) : rows;
};

export const parse = (clipboard) => {
  const text = clipboard.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const rows = [[]];
  let at = 0;
  for (;;) {
    const cell = (text[at] === '"' && quoted(text, at)) || bare(text, at);
    rows[rows.length - 1].push(cell.text.trim());
    if (cell.end >= text.length) break;
    if (text[cell.end] === "\n") rows.push([]);
    at = cell.end + 1;
  }
  return withoutTrailingBlank(rows);
};

// The opposite, for Ctrl+C.
export const written = (rows) => rows.map((row) => row.map((text) => (
  /[\t\n"]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text)).join("\t")).join("\r\n");

// Where a block goes: from the range's corner; a range that is a multiple of the block is filled with it again and again.
export const placed = (model, block, range) => {
  const high = block.length;
  const wide = Math.max(...block.map((row) => row.length));
  const room = { high: model.rows.length - range.top, wide: model.columns.length - range.left };
  const times = (has, one) => (has > one && has % one === 0 ? has / one : 1);
  const size = {
    high: high * times(range.bottom - range.top + 1, high),
    wide: wide * times(range.right - range.left + 1, wide),
  };
  const fits = high <= room.high && wide <= room.wide;
  const changes = [];
  for (let dr = 0; dr < Math.min(size.high, room.high); dr += 1) {
    for (let dc = 0; dc < Math.min(size.wide, room.wide); dc += 1) {
      const text = block[dr % high][dc % wide];
      if (text !== undefined) changes.push({ r: range.top + dr, c: range.left + dc, text });
    }
  }
  return { fits, high, wide, room, changes };
};
