// Leaving asks only while something is not saved; a form of the page waits until what was typed has gone.

export const attachLeaving = (model, sync, root) => {
  let allowed = false;
  window.addEventListener("beforeunload", (event) => {
    if (allowed || !model.editable || !model.pending()) return;
    event.preventDefault();
    event.returnValue = "";
  });
  document.addEventListener("submit", (event) => {
    if (root.contains(event.target) || event.defaultPrevented || !sync.isWaiting() || allowed) return;
    event.preventDefault();
    const { target, submitter } = event;
    const go = () => (submitter ? target.requestSubmit(submitter) : target.requestSubmit());
    sync.flush().then(() => { if (!sync.isWaiting()) go(); });
  });
  return { allow: () => { allowed = true; } };
};
