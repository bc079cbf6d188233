// What each key does. While a word is being composed in Chinese, every key belongs to the input method.

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export const attachKeys = ({ model, view, selection, editor, actions }) => {
  const last = { r: model.rows.length - 1, c: model.columns.length - 1 };
  const go = (event, r, c) => (event.shiftKey ? selection.extend(r, c) : selection.go(r, c));
  const from = (event) => (event.shiftKey ? selection.end : selection.active);

  const move = (event) => {
    const [dr, dc] = ARROWS[event.key];
    const { r, c } = from(event);
    if (event.ctrlKey) go(event, dr ? (dr < 0 ? 0 : last.r) : r, dc ? (dc < 0 ? 0 : last.c) : c);
    else if (event.shiftKey) selection.extend(r + dr, c + dc);
    else selection.go(r + dr, c + dc);
  };
  const commands = { z: actions.undo, y: actions.redo, d: actions.fillDown, a: () => selection.all(), s: actions.saveNow };
  const named = {
    Home: (event) => go(event, event.ctrlKey ? 0 : from(event).r, 0),
    End: (event) => go(event, event.ctrlKey ? last.r : from(event).r, last.c),
    PageUp: (event) => go(event, from(event).r - view.page(), from(event).c),
    PageDown: (event) => go(event, from(event).r + view.page(), from(event).c),
    Enter: (event) => selection.go(selection.active.r + (event.shiftKey ? -1 : 1), selection.active.c),
    F2: () => editor.begin(),
    F8: actions.nextProblem,
    Delete: actions.clear,
    Backspace: actions.clear,
    Escape: () => selection.go(selection.active.r, selection.active.c),
  };

  const lineEnd = () => {
    editor.field.setRangeText("\n", editor.field.selectionStart, editor.field.selectionEnd, "end");
  };
  // True where the key was for the text that is being typed.
  const whileEditing = (event) => {
    if (event.key === "Escape") editor.cancel();
    else if (event.key === "Enter" && event.altKey && editor.field.classList.contains("g-words")) lineEnd();
    else if (["Enter", "Tab"].includes(event.key) || (ARROWS[event.key] && !editor.caret)) {
      editor.commit();
      return false;
    } else return !(event.ctrlKey && event.key.toLowerCase() === "s");
    event.preventDefault();
    return true;
  };

  let leaving = false; // Esc, then Tab leaves the grid from any cell
  editor.field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const out = leaving && event.key === "Tab";
    leaving = event.key === "Escape" && !editor.editing;
    if (out) return;
    if (editor.editing && whileEditing(event)) return;
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && commands[event.key.toLowerCase()];
    if (event.key === "Tab") {
      if (!selection.next(event.shiftKey ? -1 : 1)) return; // out of the grid
    } else if (command) {
      if (event.shiftKey && event.key.toLowerCase() === "z") actions.redo();
      else command();
    } else if (ARROWS[event.key]) move(event);
    else if (named[event.key]) named[event.key](event);
    else return;
    event.preventDefault();
  });
};
