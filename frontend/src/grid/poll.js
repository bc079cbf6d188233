// Others' changes, asked for every few seconds while the page is in sight. What she is typing herself is never touched:
// when she sends it, the server knows that somebody was quicker and says so.
import { request } from "./http";
import { clock } from "./dom";

const EVERY = 5000;
const NEXT = "这份月报已有新的版本，请刷新页面，在新版本中填报。";

export const makePoll = (model, { url, isBusy, isEditing, came, shifted }) => {
  const settle = (cell, answer) => {
    Object.assign(cell, { v: answer.text, year: answer.year || "", total: answer.total || "", seen: answer.seen });
    Object.assign(cell, { by: answer.by || "", at: answer.at || clock(), error: "", note: "", later: null });
  };
  const take = (answer) => {
    const at = model.find(answer.line, answer.figure);
    const cell = at && model.cell(at.r, at.c);
    if (!cell || answer.seen <= cell.seen) return null;
    if (model.unsaved(cell) || isEditing(at.r, at.c)) {
      cell.later = answer;
      return null;
    }
    settle(cell, answer);
    return { ...at, cell };
  };
  const ask = async () => {
    if (document.hidden || isBusy()) return;
    let answer;
    try { answer = await request(`${url}?since=${model.change}`); } catch (unreachable) { return; }
    const { status, data } = answer;
    if (status !== 200 || !data || isBusy()) return;
    model.change = Math.max(model.change, data.change || 0);
    const changed = data.cells.map(take).filter(Boolean);
    if (changed.length) came(changed);
    if (data.number !== undefined && data.number !== model.data.number) shifted({ ...data, editable: false, why_not: NEXT });
    else if (data.editable !== model.editable) shifted(data);
  };
  window.setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);

  return {
    ask,
    // She left the cell as it was: it takes what somebody else wrote meanwhile.
    left(r, c) {
      const cell = model.cell(r, c);
      if (cell.later && !model.unsaved(cell)) settle(cell, cell.later);
    },
  };
};
