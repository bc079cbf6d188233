// On paper stands the plain table of the page. It came with the page, so what was saved since is put into it first.

export const attachPrint = (model) => {
  const table = document.querySelector("[data-grid-plain] table");
  const fill = () => model.each((cell, r, c) => {
    const row = table.tBodies[0].rows[r];
    const place = row && row.cells[c + 2]; // after 序号 and 小区
    if (place) place.textContent = cell.v;
  });
  if (table) window.addEventListener("beforeprint", fill);
};
