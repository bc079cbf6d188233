// Ctrl+C, Ctrl+X and Ctrl+V of cells; while a text is being edited they are the text's own.
import { parse, placed, written } from "./paste";

export const attachClipboard = ({ model, selection, editor, edits, bar, line }) => {
  const block = () => {
    const { top, bottom, left, right } = selection.range();
    const rows = [];
    for (let r = top; r <= bottom; r += 1) {
      rows.push(model.columns.slice(left, right + 1).map((column, dc) => model.textAt(r, left + dc)));
    }
    return rows;
  };
  const copy = (event) => {
    if (editor.editing) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", written(block()));
    if (event.type === "cut" && model.editable) edits.apply(selection.cells().map((at) => ({ ...at, text: "" })));
  };

  const put = ({ changes, high, wide }) => {
    const same = (cell, text) => text === "" || text === cell.v;
    const given = changes.filter(({ r, c, text }) => !(model.cell(r, c).fixed && same(model.cell(r, c), text)));
    const none = given.filter(({ r, c }) => model.cell(r, c).fixed).length;
    edits.apply(given);
    const { top, left } = selection.range();
    const last = changes[changes.length - 1];
    selection.go(top, left);
    if (last) selection.mark(last.r, last.c);
    bar.brief(none ? `已粘贴 ${high} 行 ${wide} 列；其中 ${none} 格不用填，没有粘贴。` : `已粘贴 ${high} 行 ${wide} 列。`);
    editor.focus();
  };
  const paste = (event) => {
    if (editor.editing) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain");
    if (!text) return;
    if (!model.editable) {
      bar.brief(model.shut || "这份月报现在不能填写。");
      return;
    }
    const plan = placed(model, parse(text), selection.range());
    if (plan.fits) {
      put(plan);
      return;
    }
    const { high, wide, room } = plan;
    bar.brief("没有粘贴：表里放不下，请看表下的提示。", { late: true });
    line.ask(
      `没有粘贴：剪贴板里有 ${high} 行 ${wide} 列，从这一格起只有 ${room.high} 行 ${room.wide} 列。请从靠前的格子粘贴，或只粘贴放得下的部分。`,
      [["只粘贴放得下的部分", () => { put(plan); line.show(); }], ["不粘贴", () => { bar.forget(); line.show(); editor.focus(); }]],
    );
  };

  editor.field.addEventListener("copy", copy);
  editor.field.addEventListener("cut", copy);
  editor.field.addEventListener("paste", paste);
};
