// Saves as one goes: what is typed is sent in batches, one request at a time, and each cell takes the server's answer.
import { request } from "./http";

const PAUSE = 400; // milliseconds after the last change
const AGAIN = 5000; // after a failure
const MOST = 1000; // cells in one request

export const makeSync = (model, { url, answered, told, closed }) => {
  let timer = 0;
  let busy = null;

  const waiting = () => {
    const found = [];
    model.each((cell, r, c) => { if (cell.state === "waiting" && found.length < MOST) found.push({ cell, r, c }); });
    return found;
  };
  const packed = ({ cell, r, c }) => ({
    line: model.rows[r].id, figure: model.columns[c].key, text: cell.typed, seen: cell.seen, reason: cell.reason,
  });

  // What the server says about one cell; what was typed in the meantime goes on waiting.
  const take = (cell, answer, stamp) => {
    const newer = cell.stamp !== stamp;
    if (answer.seen) cell.seen = Math.max(cell.seen, answer.seen);
    const open = (answer.error && "wrong") || (answer.needs_reason && "reason") || (answer.theirs && "theirs");
    if (!open) {
      Object.assign(cell, { v: answer.text, year: answer.year || "", total: answer.total || "", by: "", later: null });
      Object.assign(cell, { error: "", note: "", warning: answer.warning || "" });
    }
    if (newer) return;
    if (open) Object.assign(cell, { state: open, sentence: answer.error || answer.sentence || "", theirs: answer.theirs || null });
    else Object.assign(cell, { typed: null, state: "", sentence: "", theirs: null, given: cell.reason || cell.given, reason: "" });
  };
  const taken = (batch, data) => {
    const answers = new Map(data.cells.map((answer) => [`${answer.line} ${answer.figure}`, answer]));
    batch.forEach(({ cell, r, c, stamp }) => {
      const answer = answers.get(`${model.rows[r].id} ${model.columns[c].key}`) || { error: "服务器没有收下这一格，请重新填写。" };
      take(cell, answer, stamp);
    });
    (data.rows || []).forEach((row) => {
      const at = model.find(row.line, model.columns[0].key);
      if (at) model.rows[at.r].physical = row.physical;
    });
  };

  // True when the batch is through and the next may go.
  const send = async (batch) => {
    let answer;
    try {
      answer = await request(url, { cells: batch.map(packed) });
    } catch (unreachable) {
      told("offline");
      return false;
    }
    const { status, data } = answer;
    if (status === 200 && data) {
      taken(batch, data);
      return true;
    }
    if (status === 401) told("signed-out", data);
    else if (status === 403 && !(data && data.message)) told("stale");
    else if ([403, 404, 409].includes(status)) closed(data && data.message);
    else told("failed");
    return false;
  };

  const flush = async () => {
    window.clearTimeout(timer);
    if (busy || !model.editable) return busy;
    const batch = waiting().map((one) => ({ ...one, stamp: one.cell.stamp }));
    if (!batch.length) return null;
    batch.forEach(({ cell }) => { cell.sending = true; });
    told("saving");
    busy = send(batch);
    const through = await busy;
    busy = null;
    batch.forEach(({ cell }) => { cell.sending = false; });
    if (through) answered(batch);
    if (waiting().length) timer = window.setTimeout(flush, through ? 0 : AGAIN);
    else if (through) told("saved");
    return null;
  };

  window.addEventListener("online", flush);
  return {
    flush,
    isBusy: () => busy !== null,
    isWaiting: () => waiting().length > 0,
    soon() {
      window.clearTimeout(timer);
      timer = window.setTimeout(flush, PAUSE);
    },
  };
};
