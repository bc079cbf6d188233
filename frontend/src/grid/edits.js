// Changing cells, one step at a time: a key, a paste, a fill or a clearing is one step of undo and redo.
import { problem } from "./checks";

const MOST = 200; // steps remembered

export const makeEdits = (model, { changed }) => {
  const done = [];
  const undone = [];

  // Typing back what the server has leaves nothing to save, unless the other text is on its way.
  const write = ({ r, c, text }) => {
    const cell = model.cell(r, c);
    cell.stamp += 1;
    cell.reason = "";
    cell.theirs = null;
    if (text === cell.v && !cell.sending && !cell.later) {
      Object.assign(cell, { typed: null, state: "", sentence: "" });
    } else {
      Object.assign(cell, { typed: text, state: "waiting", sentence: problem(model.columns[c], text) });
    }
  };
  const run = (step, side) => {
    step.forEach((change) => write({ r: change.r, c: change.c, text: change[side] }));
    changed(step);
    return step;
  };

  return {
    // The changes that can be made and make a difference; cells that a site does not have stay empty.
    apply(changes) {
      const step = changes
        .filter(({ r, c, text }) => !model.cell(r, c).fixed && model.textAt(r, c) !== text)
        .map(({ r, c, text }) => ({ r, c, before: model.textAt(r, c), after: text }));
      if (!step.length || !model.editable) return [];
      done.push(step);
      if (done.length > MOST) done.shift();
      undone.length = 0;
      return run(step, "after");
    },
    undo() {
      const step = model.editable && done.pop();
      if (!step) return [];
      undone.push(step);
      return run(step, "before");
    },
    redo() {
      const step = model.editable && undone.pop();
      if (!step) return [];
      done.push(step);
      return run(step, "after");
    },
  };
};
