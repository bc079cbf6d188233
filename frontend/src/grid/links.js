// A link to a cell, "#cell-12-invested": from the list of what is missing, from a remark, or in the address itself.

const CELL = /^#cell-(\d+)-(\w+)$/;

export const attachLinks = (model, go) => {
  const follow = (hash) => {
    const named = CELL.exec(hash);
    const at = named && model.find(named[1], named[2]);
    if (at) go(at);
    return Boolean(at);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href^='#cell-']");
    if (link && follow(link.getAttribute("href"))) event.preventDefault();
  });
  follow(window.location.hash);
};
