// The line under the grid: the active cell in words, with its sums, everything said about it, and what is asked of her.
import { button, element } from "./dom";
import { number } from "./numbers";
import { cellSums } from "./totals";
import { NOT_HERE, fromLedger, quoted } from "./words";

export const makeLine = (root, model, { active, retry, takeTheirs, giveUp }) => {
  const line = element("div", { className: "g-line", id: "grid-line", role: "status" });
  const asked = element("div", { className: "g-asked" });
  let shown = "";
  let held = ""; // the cell at which a question about the whole sheet stands
  root.append(line, asked);

  const facts = (row, column, cell) => {
    const said = (text) => (text ? `${text}${number(text) === null ? "" : column.unit}` : "空");
    const refused = model.asks(cell);
    return [
      [refused ? "没有保存" : "本月", said(refused ? quoted(model.text(cell)) : model.text(cell))],
      ["上月", said(cell.last)],
      ...(column.nature === "level" && row.physical ? [["小区形象进度", `${Number(row.physical)}%`]] : []),
      ...cellSums(model, column, cell).map(([title, text]) => [title, said(text)]),
    ].map(([title, text]) => element("span", {}, [`${title} `, element("b", { text })]));
  };
  const wrong = (cell) => [(cell.sentence || cell.error) && element("p", { className: "late", text: cell.sentence || cell.error })].filter(Boolean);
  const said = (cell) => [
    cell.note && element("p", { className: "late", text: cell.note }),
    cell.warning && element("p", { className: "soon", text: `提示：${cell.warning}` }),
    cell.given && element("p", { text: `情况说明：${cell.given}` }),
    cell.by && element("p", { text: `由${cell.by} ${cell.at} 改。` }),
    cell.na && element("p", { className: "blank", text: NOT_HERE }),
    cell.from && element("p", { className: "blank", text: fromLedger(cell.from) }),
  ].filter(Boolean);

  // A fall or a correction is saved with its reason; the same one may serve for all that ask for one.
  const reasonForm = (cell) => {
    const field = element("input", { className: "form-control form-control-sm", maxlength: 300, "aria-label": "原因", placeholder: "写明原因" });
    const others = model.problems().filter(({ one }) => one.state === "reason" && one !== cell).map(({ one }) => one);
    const same = element("input", { type: "checkbox", id: "grid-same-reason" });
    const form = element("form", { className: "g-form" }, [
      field,
      element("button", { className: "btn btn-sm btn-primary", text: "按此原因保存" }),
      button("恢复原值", () => giveUp(cell)),
      ...(others.length ? [element("label", {}, [same, ` 其余 ${others.length} 格也用这个原因`])] : []),
    ]);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const reason = field.value.trim();
      if (reason) retry(same.checked ? [cell, ...others] : [cell], { reason });
      else field.focus();
    });
    return form;
  };
  const choice = (cell) => {
    const { text, by, at } = cell.theirs;
    return element("div", { className: "g-form" }, [
      element("span", { text: `${by} ${at} 改为“${quoted(text) || "空"}”，你填的是“${quoted(cell.typed) || "空"}”。` }),
      button("用我的", () => retry([cell], {})),
      button("用对方的", () => takeTheirs(cell)),
    ]);
  };
  const question = (cell) => {
    if (cell.state === "reason") return [reasonForm(cell)];
    if (cell.state === "theirs" && cell.theirs) return [choice(cell)];
    if (cell.state === "wrong") return [element("div", { className: "g-form" }, [button("恢复原值", () => giveUp(cell))])];
    return [];
  };

  return {
    show() {
      const { r, c } = active();
      const [row, column, cell] = [model.rows[r], model.columns[c], model.cell(r, c)];
      line.replaceChildren(
        element("strong", { text: `${row.compound}　${column.title}` }), ...wrong(cell), ...facts(row, column, cell), ...said(cell));
      const now = `${r} ${c} ${cell.state} ${cell.seen}`;
      if (now === shown || held === `${r} ${c}`) return; // what she is writing there, or has not answered, stays
      held = "";
      shown = now;
      asked.replaceChildren(...question(cell));
    },
    // A key that did nothing is answered until the next step.
    refuse(sentence) {
      this.show();
      line.append(element("p", { className: "late", text: sentence }));
    },
    focus() {
      const first = asked.querySelector("input, button");
      if (first) first.focus();
      return Boolean(first);
    },
    // A question about the whole sheet, such as a block that does not fit.
    ask(sentence, choices) {
      const { r, c } = active();
      const answer = (act) => () => { held = ""; shown = ""; act(); };
      held = `${r} ${c}`;
      asked.replaceChildren(element("div", { className: "g-form", role: "alert" }, [
        element("span", { text: sentence }), ...choices.map(([text, act]) => button(text, answer(act)))]));
    },
  };
};
