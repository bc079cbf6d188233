// data-copy="id": puts the text of that field on the clipboard. Without the permission, or on plain http where browsers
// have no clipboard interface, the field is selected and copied the old way; where that fails too it stays selected.
(() => {
  const selected = (field) => {
    field.focus();
    field.select();
    field.setSelectionRange(0, field.value.length);
  };
  const theOldWay = (field) => {
    selected(field);
    try { return document.execCommand("copy"); } catch (refused) { return false; }
  };
  const tell = (button, copied) => {
    const note = button.parentElement.querySelector("[data-copied]");
    if (!copied) note.textContent = "已选中文字，请按 Ctrl+C 复制。";
    note.hidden = false;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(field.value).then(() => tell(button, true), () => tell(button, theOldWay(field)));
    } else {
      tell(button, theOldWay(field));
    }
  });
})();
