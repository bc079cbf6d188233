// What the command keys and the bar's button do to the sheet.

export const makeActions = ({ model, view, selection, editor, edits, line, sync }) => {
  const jump = (step) => { if (step.length) selection.go(step[0].r, step[0].c); };

  return {
    undo: () => jump(edits.undo()),
    redo: () => jump(edits.redo()),
    saveNow: sync.flush,
    clear() {
      edits.apply(selection.cells().map((at) => ({ ...at, text: "" })));
    },
    // A range takes its first row; a single row takes the one above it.
    fillDown() {
      const { top, bottom } = selection.range();
      const source = (at) => (top === bottom ? at.r - 1 : top);
      edits.apply(selection.cells().filter((at) => source(at) >= 0 && at.r !== source(at))
        .map((at) => ({ ...at, text: model.textAt(source(at), at.c) })));
    },
    // The next cell after the active one that asks for something; its question gets the keyboard.
    nextProblem() {
      const found = model.problems();
      if (!found.length) return;
      const { r, c } = selection.active;
      const after = found.find((one) => one.r > r || (one.r === r && one.c > c)) || found[0];
      selection.go(after.r, after.c);
      if (!line.focus()) editor.focus();
      view.reveal(after.r, after.c); // the question has taken some room
    },
  };
};
