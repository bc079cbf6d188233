// What the sheet holds. A cell has `v`, what the server keeps, and `typed`, what was entered and is not saved yet.
// `reason` goes with what is typed; `given` is the reason that the server has.
// state: "" saved · "waiting" on its way · "wrong" refused · "reason" asks for one · "theirs" somebody was quicker.

const EMPTY = { v: "", last: "", year: "", total: "", seen: 0, note: "", error: "", warning: "", na: false, from: "" };
const FRESH = { typed: null, state: "", sentence: "", theirs: null, reason: "", stamp: 0, by: "", at: "" };

export const makeModel = (data) => {
  const columns = data.columns;
  const places = new Map(columns.map((column, c) => [column.key, c]));
  const rows = data.rows;
  const lines = new Map(rows.map((row, r) => [row.id, r]));
  rows.forEach((row) => {
    row.list = columns.map(({ key }) => ({ ...EMPTY, ...FRESH, ...row.cells[key], reason: "", given: row.cells[key].reason || "" }));
    row.list.forEach((cell) => {
      if (cell.error) cell.sentence = cell.error;
      cell.fixed = cell.na || Boolean(cell.from); // nobody types here
    });
  });

  const cell = (r, c) => rows[r].list[c];
  const text = (one) => (one.typed === null ? one.v : one.typed);
  const unsaved = (one) => one.typed !== null;
  const asks = (one) => ["wrong", "reason", "theirs"].includes(one.state); // not saved, and her turn

  return {
    data,
    columns,
    rows,
    cell,
    text,
    unsaved,
    asks,
    editable: data.editable,
    shut: data.why_not || "",
    change: data.change || 0,
    textAt: (r, c) => text(cell(r, c)),
    // Where the server's line and figure stand in the sheet; null for what this page does not show.
    find: (line, figure) => {
      const r = lines.get(Number(line));
      const c = places.get(figure);
      return r === undefined || c === undefined ? null : { r, c };
    },
    each: (visit) => rows.forEach((row, r) => row.list.forEach((one, c) => visit(one, r, c))),
    // Every cell that asks for attention, in reading order.
    problems() {
      const found = [];
      this.each((one, r, c) => { if (asks(one)) found.push({ r, c, one }); });
      return found;
    },
    // What keeps the window open: anything typed that the server does not have.
    pending() {
      let count = 0;
      this.each((one) => { if (unsaved(one)) count += 1; });
      return count;
    },
    // Typed, and no longer to be saved: it stays in sight until she takes it back.
    shutOut: (one) => Object.assign(one, { state: "wrong", sentence: "这一格填写的内容没有保存，月报已不能填写。" }),
    // What counts in the sums: what is saved, and what is on its way and nothing is wrong with.
    counted(one) {
      if (one.state === "waiting" && !one.sentence) return one.typed;
      return one.theirs ? one.theirs.text : one.v;
    },
    isSame: (one) => text(one) !== "" && text(one) === one.last,
  };
};
