// The table on screen. A large sheet holds only the rows in sight; a street's usual sheet is there as a whole, so that
// the browser's own search finds a compound.
import { colgroup, head, isNumber, setWidths } from "./columns";
import { element } from "./dom";
import { columnSums } from "./totals";
import { NOT_HERE, fromLedger } from "./words";

const WHOLE = 150; // rows up to which all are drawn
const AROUND = 12; // rows drawn beyond the edges
const HEIGHTS = { tall: 38, low: 28 };
const MARKS = { wrong: "错", reason: "原因", theirs: "冲突", waiting: "…" };

export const makeView = (root, model) => {
  const body = element("tbody");
  const foot = element("tfoot");
  const table = element("table", { className: "g-table", role: "grid", "aria-rowcount": model.rows.length }, [
    colgroup(model), head(model), body, foot]);
  const frame = element("div", { className: "g-frame" }, [table]);
  const [above, below] = [element("tr", { "aria-hidden": "true" }), element("tr", { "aria-hidden": "true" })];
  body.append(above, below);
  const drawn = new Map(); // row → tr
  let height = HEIGHTS.tall;

  const classes = (cell, column) => [
    "g-cell",
    isNumber(column) && "g-n",
    cell.fixed && "g-na",
    !cell.fixed && model.isSame(cell) && "g-same",
    model.asks(cell) && "g-wrong",
    cell.state === "waiting" && cell.sentence && "g-wrong",
    cell.note && "g-noted",
    !cell.state && cell.error && "g-wrong",
    cell.warning && "g-warned",
    cell.by && "g-fresh",
  ].filter(Boolean).join(" ");
  const asking = (cell) => MARKS[cell.state] || (cell.error && "错") || (cell.note && "退") || (cell.by && "改") || (cell.warning && "？") || "";
  const mark = (cell) => (cell.from ? `账${asking(cell)}` : asking(cell) || (!cell.fixed && model.isSame(cell) && "＝") || "");
  const title = (cell) => [cell.sentence || cell.error, cell.note, cell.warning,
    cell.by && `由${cell.by} ${cell.at} 改`, cell.na && NOT_HERE, cell.from && fromLedger(cell.from)].filter(Boolean).join("\n");

  const fill = (td, cell, column) => {
    td.className = classes(cell, column);
    td.firstChild.textContent = model.text(cell);
    td.lastChild.textContent = cell.na ? "" : cell.last;
    td.title = title(cell);
    td.dataset.mark = mark(cell);
    if (!td.title) td.removeAttribute("title");
  };
  const line = (r) => {
    const row = model.rows[r];
    const name = element("th", { className: "g-fix g-fix-1", scope: "row", title: `${row.compound}　${row.project}　${row.facts}` }, [
      element("div", {}, [row.url ? element("a", { href: row.url, text: row.compound, tabindex: "-1" }) : row.compound]),
      element("div", { className: "g-last", text: row.facts }),
    ]);
    const made = element("tr", { "aria-rowindex": r + 1 }, [
      element("td", { className: "g-fix g-fix-0", text: String(row.position) }), name]);
    made.style.height = `${height}px`;
    row.list.forEach((cell, c) => {
      const td = element("td", {}, [element("div"), element("div", { className: "g-last" })]);
      Object.assign(td, { r, c });
      fill(td, cell, model.columns[c]);
      made.append(td);
    });
    return made;
  };

  const bounds = () => {
    if (model.rows.length <= WHOLE) return [0, model.rows.length];
    const first = Math.floor(frame.scrollTop / height) - AROUND;
    const last = first + Math.ceil(frame.clientHeight / height) + 2 * AROUND;
    return [Math.max(0, first), Math.min(model.rows.length, last)];
  };
  let inSight = "";
  const draw = () => {
    const [from, to] = bounds();
    if (inSight === `${from} ${to} ${height}`) return;
    inSight = `${from} ${to} ${height}`;
    drawn.forEach((tr, r) => { if (r < from || r >= to) { tr.remove(); drawn.delete(r); } });
    let next = above.nextSibling;
    for (let r = from; r < to; r += 1) {
      const tr = drawn.get(r) || line(r);
      if (!drawn.has(r)) body.insertBefore(tr, next);
      drawn.set(r, tr);
      next = tr.nextSibling;
    }
    above.style.height = `${from * height}px`;
    below.style.height = `${(model.rows.length - to) * height}px`;
    view.afterDraw();
  };

  const view = {
    frame,
    afterDraw: () => {},
    draw,
    td: (r, c) => (drawn.has(r) ? drawn.get(r).cells[c + 2] : null),
    paint(r, c) {
      const td = this.td(r, c);
      if (!td) return;
      const chosen = ["g-in", "g-active"].filter((name) => td.classList.contains(name));
      fill(td, model.cell(r, c), model.columns[c]);
      td.classList.add(...chosen);
    },
    foot() {
      const spans = columnSums(model);
      if (setWidths(table, model, spans)) this.afterDraw(); // the field moves with its cell
      foot.replaceChildren(...spans.map(([name, sums]) => element("tr", {}, [
        element("th", { className: "g-fix g-fix-0", colspan: 2, scope: "row", text: name }),
        ...sums.map((text) => element("td", { className: "g-n", text })),
      ])));
    },
    // Scrolls no further than needed to show the whole cell between head, fixed columns and sums.
    reveal(r, c) {
      const top = r * height;
      const free = frame.clientHeight - table.tHead.offsetHeight - foot.offsetHeight;
      if (top < frame.scrollTop) frame.scrollTop = top;
      else if (top + height > frame.scrollTop + free) frame.scrollTop = top + height - free;
      draw();
      const td = this.td(r, c);
      const left = td.offsetLeft - td.parentNode.cells[2].offsetLeft;
      const wide = frame.clientWidth - td.parentNode.cells[2].offsetLeft;
      if (left < frame.scrollLeft) frame.scrollLeft = left;
      else if (left + td.offsetWidth > frame.scrollLeft + wide) frame.scrollLeft = left + td.offsetWidth - wide;
    },
    page: () => Math.max(1, Math.floor(frame.clientHeight / height) - 4),
    showLast(shown) {
      frame.classList.toggle("g-without-last", !shown);
      height = shown ? HEIGHTS.tall : HEIGHTS.low;
      drawn.forEach((tr) => { tr.style.height = `${height}px`; });
      draw();
    },
  };
  frame.addEventListener("scroll", () => window.requestAnimationFrame(draw), { passive: true });
  root.append(frame);
  return view;
};
