// Mouse and finger: a click makes a cell active, dragging or Shift takes a range, a double click edits.

export const attachPointer = ({ view, selection, editor }) => {
  let dragging = false;
  const cellOf = (event) => {
    const td = event.target.closest && event.target.closest("td.g-cell");
    return td && view.frame.contains(td) ? td : null;
  };

  view.frame.addEventListener("mousedown", (event) => {
    const td = cellOf(event);
    if (!td || event.button !== 0) return;
    event.preventDefault();
    editor.commit();
    if (event.shiftKey) selection.extend(td.r, td.c);
    else selection.go(td.r, td.c);
    editor.focus();
    dragging = true;
  });
  view.frame.addEventListener("mouseover", (event) => {
    const td = dragging && cellOf(event);
    if (td) selection.extend(td.r, td.c);
  });
  document.addEventListener("mouseup", () => { dragging = false; });
  // The field lies over the active cell and takes its clicks.
  editor.field.addEventListener("mousedown", (event) => {
    if (editor.editing) return;
    event.preventDefault();
    editor.focus();
    selection.go(selection.active.r, selection.active.c);
    dragging = event.button === 0;
  });
  editor.field.addEventListener("dblclick", () => { if (!editor.editing) editor.begin(); });
};
