// The head of two rows and the widths: 序号 and 小区 stay at the left, then one column per figure, grouped.
import { element } from "./dom";

const LETTER = 7.5; // pixels of a digit
const PADDING = 14;

export const fixedWidths = () => (window.matchMedia("(max-width: 575.98px)").matches ? [30, 104] : [42, 172]);
// As wide as the figure asks, and as its sums need; a column that grew stays so.
const widths = (model, sums) => {
  const needed = (column, c) => Math.max(column.width, ...sums.map(([, texts]) => texts[c].length + 1));
  return [...fixedWidths(), ...model.columns.map((column, c) => Math.round(needed(column, c) * LETTER + PADDING))];
};
export const isNumber = (column) => ["level", "flow", "state"].includes(column.nature);

export const colgroup = (model) => element("colgroup", {}, ["", "", ...model.columns].map(() => element("col")));

// True where a column had to change.
export const setWidths = (table, model, sums) => {
  const cols = [...table.querySelectorAll("col")];
  const now = widths(model, sums).map((width, at) => Math.max(width, parseInt(cols[at].style.width, 10) || 0));
  const other = cols.filter((col, at) => col.style.width !== `${now[at]}px`);
  cols.forEach((col, at) => { col.style.width = `${now[at]}px`; });
  table.style.width = `${now.reduce((sum, one) => sum + one, 0)}px`;
  return other.length > 0;
};

// Neighbouring columns of one group under one head.
const groups = (columns) => columns.reduce((found, column) => {
  const last = found[found.length - 1];
  if (last && last.title === column.group) last.span += 1;
  else found.push({ title: column.group, span: 1 });
  return found;
}, []);

const fixed = (text, at, rows) => element("th", { className: `g-fix g-fix-${at}`, text, scope: "col", rowspan: rows });

export const head = (model) => element("thead", {}, [
  element("tr", {}, [
    fixed("序号", 0, 2), fixed("小区", 1, 2),
    ...groups(model.columns).map(({ title, span }) => element("th", { text: title, scope: "colgroup", colspan: span })),
  ]),
  element("tr", {}, model.columns.map((column) => element("th", { scope: "col" }, [
    element("div", { text: column.title }),
    ...(column.unit ? [element("small", { text: `（${column.unit}）` })] : []),
  ]))),
]);
