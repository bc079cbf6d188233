// What is not saved yet stays on this computer, per person and sheet, and comes back after a reload or a new sign-in.

const DAYS = 40;
const PREFIX = "sheet:";

const read = (key) => {
  try { return JSON.parse(window.localStorage.getItem(key)) || { cells: {} }; } catch (unreadable) { return { cells: {} }; }
};

const prune = () => {
  const oldest = Date.now() - DAYS * 86400000;
  Object.keys(window.localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => {
    if (!(read(key).at > oldest)) window.localStorage.removeItem(key);
  });
};

export const makeKeep = (model, key) => {
  const place = PREFIX + key;
  let mine = []; // what this window has put there; another window of the same person has its own

  return {
    // False where the browser keeps nothing.
    save() {
      const { cells } = read(place);
      mine.forEach((name) => { delete cells[name]; });
      mine = [];
      model.each((cell, r, c) => {
        if (!model.unsaved(cell)) return;
        const name = `${model.rows[r].id} ${model.columns[c].key}`;
        cells[name] = { text: cell.typed, seen: cell.seen, reason: cell.reason };
        mine.push(name);
      });
      try {
        if (Object.keys(cells).length) window.localStorage.setItem(place, JSON.stringify({ at: Date.now(), cells }));
        else window.localStorage.removeItem(place);
        return true;
      } catch (full) {
        return false;
      }
    },
    // How many cells came back.
    restore() {
      try { prune(); } catch (forbidden) { return 0; }
      const { cells } = read(place);
      let count = 0;
      Object.entries(cells).forEach(([name, { text, seen, reason }]) => {
        const at = model.find(...name.split(" "));
        const cell = at && model.cell(at.r, at.c);
        mine.push(name);
        if (!cell || cell.fixed || text === cell.v) return;
        Object.assign(cell, { typed: text, seen, reason: reason || "", state: "waiting", stamp: 1 });
        if (!model.editable) model.shutOut(cell);
        count += 1;
      });
      return count;
    },
  };
};
