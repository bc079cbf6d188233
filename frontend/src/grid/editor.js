// One field lies over the active cell all the time, unseen until somebody types. So a Chinese input method begins right
// with the first key, at the place of the cell, and nothing is lost between the key and the field.
import { element } from "./dom";
import { isNumber } from "./columns";

export const makeEditor = (model, view, { active, entered, refused }) => {
  const field = element("textarea", { className: "g-editor", rows: 1, spellcheck: "false", autocomplete: "off", "aria-describedby": "grid-line" });
  view.frame.append(field);
  let editing = false;
  let caret = false; // F2: arrows move in the text, not in the sheet
  let at = null;

  const place = () => {
    const { r, c } = active();
    const td = view.td(r, c);
    if (!td) return; // scrolled far away: the field stays where it was, and the first key brings its cell back
    Object.assign(field.style, {
      left: `${td.offsetLeft}px`, top: `${td.offsetTop}px`, width: `${td.offsetWidth}px`, height: `${td.offsetHeight}px`,
    });
    field.classList.toggle("g-words", model.columns[c].nature === "words");
    field.inputMode = !model.editable ? "none" : isNumber(model.columns[c]) ? "decimal" : "text";
    const cell = model.cell(r, c);
    field.setAttribute("aria-label", `${model.rows[r].compound}，${model.columns[c].title}，${model.text(cell) || "空"}`);
  };
  const open = () => {
    editing = true;
    at = active();
    if (!view.td(at.r, at.c)) view.reveal(at.r, at.c);
    field.classList.add("g-editing");
  };
  const close = () => {
    editing = false;
    caret = false;
    field.value = "";
    field.classList.remove("g-editing");
  };
  const may = () => {
    const { r, c } = active();
    if (model.editable && !model.cell(r, c).fixed) return true;
    field.value = "";
    refused(model.cell(r, c));
    return false;
  };

  const editor = {
    field,
    place,
    focus: () => field.focus({ preventScroll: true }),
    get editing() { return editing; },
    get caret() { return caret; },
    isAt: (r, c) => editing && at.r === r && at.c === c,
    begin() {
      if (!may()) return;
      open();
      caret = true;
      field.value = model.textAt(at.r, at.c);
      field.setSelectionRange(field.value.length, field.value.length);
    },
    commit() {
      if (!editing) return;
      const text = field.value.trim();
      const where = at;
      close();
      entered(where, text);
    },
    cancel() {
      close();
      entered(null);
    },
  };
  field.addEventListener("compositionstart", () => { if (!editing && may()) open(); });
  field.addEventListener("input", () => { if (!editing && may()) open(); });
  field.addEventListener("blur", () => { if (editing) editor.commit(); });
  return editor;
};
