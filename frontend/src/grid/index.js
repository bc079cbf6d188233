// The entry grid of a street's month. It takes the place of the plain table, which stays for printing.
import { makeActions } from "./actions";
import { makeBar } from "./bar";
import { attachClipboard } from "./clipboard";
import { clock } from "./dom";
import { makeEdits } from "./edits";
import { makeEditor } from "./editor";
import { makeKeep } from "./keep";
import { attachKeys } from "./keys";
import { attachLinks } from "./links";
import { attachLeaving } from "./leaving";
import { makeLine } from "./line";
import { makeModel } from "./model";
import { attachPointer } from "./pointer";
import { makePoll } from "./poll";
import { attachPrint } from "./print";
import { makeSelection } from "./selection";
import { makeSync } from "./sync";
import { makeView } from "./view";

const start = (root, data) => {
  const model = makeModel(data);
  const url = data.save_url;
  const keep = makeKeep(model, `${document.body.dataset.person || ""}:${url}:${data.number || ""}`);
  const active = () => selection.active;
  let adding = 0;
  const sums = () => {
    adding = 0;
    view.foot();
    bar.count();
  };
  const refresh = (cells) => {
    cells.forEach(({ r, c }) => view.paint(r, c));
    line.show();
    editor.place();
    if (!adding) adding = window.requestAnimationFrame(sums);
  };
  const everything = () => {
    const cells = [];
    model.each((cell, r, c) => cells.push({ r, c }));
    return cells;
  };
  const shut = (message) => {
    model.editable = false;
    model.each((cell) => { if (cell.state === "waiting") model.shutOut(cell); });
    bar.state("closed", { message: message || "这份月报现在不能填写，请刷新后再看。" });
    refresh(everything());
  };
  const again = (cells, { reason = "" }) => {
    cells.forEach((cell) => Object.assign(cell, { state: "waiting", sentence: "", theirs: null, reason, stamp: cell.stamp + 1 }));
    keep.save();
    refresh(everything());
    sync.flush();
    editor.focus();
  };
  const settled = (cell, now) => {
    Object.assign(cell, { typed: null, state: "", sentence: "", theirs: null, later: null, reason: "" }, now);
    keep.save();
    if (model.editable && !sync.isWaiting() && !sync.isBusy()) bar.state("saved");
    refresh(everything());
    editor.focus();
  };

  const bar = makeBar(root, model, {
    nextProblem: () => actions.nextProblem(),
    showLast: (shown) => { view.showLast(shown); selection.go(active().r, active().c); },
    reload: () => { leaving.allow(); window.location.reload(); },
  });
  const view = makeView(root, model);
  const line = makeLine(root, model, {
    active,
    retry: again,
    giveUp: (cell) => settled(cell, cell.later ? { v: cell.later.text, seen: cell.later.seen } : {}),
    takeTheirs(cell) {
      const { text, by, at } = cell.later || cell.theirs; // theirs may have changed once more
      settled(cell, { v: text, by, at, seen: Math.max(cell.seen, cell.later ? cell.later.seen : 0) });
    },
  });
  const sync = makeSync(model, {
    url,
    told: (name, answer) => { bar.state(name, answer); if (name !== "saving") keep.save(); },
    answered(batch) {
      keep.save();
      refresh(batch);
      document.body.dispatchEvent(new CustomEvent("sheet:saved")); // the list of what is missing is asked for again
    },
    closed: shut,
  });
  const edits = makeEdits(model, {
    changed(step) {
      bar.forget();
      keep.save();
      refresh(step);
      sync.soon();
    },
  });
  const selection = makeSelection(model, view, { moved: () => { editor.place(); line.show(); } });
  const editor = makeEditor(model, view, {
    active,
    entered(at, text) {
      if (at) edits.apply([{ ...at, text }]);
      const { r, c } = at || active();
      poll.left(r, c);
      refresh([{ r, c }]);
    },
    refused: (cell) => (cell.fixed ? line.refuse(`${cell.from ? `这一格由${cell.from}填入` : "这一格不用填"}，没有输入。`) : bar.brief(model.shut || "这份月报现在不能填写。")),
  });
  const poll = makePoll(model, {
    url,
    isBusy: sync.isBusy,
    isEditing: editor.isAt,
    came(changed) {
      const { r, c, cell } = changed[changed.length - 1];
      const more = changed.length > 1 ? `等 ${changed.length} 格` : "";
      bar.note(`由${cell.by} ${clock()} 改：${model.rows[r].compound} ${model.columns[c].title}${more}`);
      refresh(changed);
    },
    shifted(answer) {
      if (!answer.editable) shut(answer.why_not || answer.message);
      else bar.state("closed", { message: "这份月报又可以填写了，请刷新本页。" });
    },
  });
  const actions = makeActions({ model, view, selection, editor, edits, line, sync });
  const leaving = attachLeaving(model, sync, root);
  attachKeys({ model, view, selection, editor, actions });
  attachPointer({ view, selection, editor });
  attachPrint(model);
  attachClipboard({ model, selection, editor, edits, bar, line });

  view.afterDraw = () => { selection.paint(); editor.place(); };
  const restored = keep.restore();
  view.draw();
  view.foot();
  selection.go(0, 0);
  attachLinks(model, ({ r, c }) => { selection.go(r, c); editor.focus(); });
  bar.count();
  if (!model.editable) bar.state("closed", { message: model.shut || "这份月报现在只能查看。" });
  else bar.state("idle");
  if (restored) {
    bar.note(`已恢复 ${restored} 格没有保存的内容。`);
    sync.soon();
  }
};

const boot = () => {
  const root = document.querySelector("[data-grid]");
  const source = document.getElementById("sheet-data");
  if (!root || !source) return;
  const data = JSON.parse(source.textContent);
  if (!data.rows.length) return;
  root.classList.add("entry-grid", "d-print-none");
  document.documentElement.classList.add("has-grid"); // the plain table leaves the screen and stays on paper
  start(root, data);
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", boot);
else boot();
