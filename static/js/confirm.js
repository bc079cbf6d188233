// data-confirm="…？" on a form or on one of its buttons: asks before it is sent.
document.addEventListener("submit", (event) => {
  const asking = [event.submitter, event.target].find((element) => element && element.dataset.confirm);
  if (asking && !window.confirm(asking.dataset.confirm)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);
