// What a cell and a column come to: this month, this year, since the start. Live, before the server has answered.
import { number, shown, steps } from "./numbers";

const SPANS = [["v", "本月合计"], ["year", "本年累计"], ["total", "开工以来累计"]];
const adds = (column) => column.nature === "flow";

// A sum of the server's plus what was typed since: the server's sums hold the saved figure of this month. What is
// refused, or waits for a reason, is not in it.
const spanOf = (model, column, cell, span) => {
  const unit = column.unit;
  const typed = steps(number(model.counted(cell), unit) || 0, column.places);
  if (span === "v") return typed;
  const saved = steps(number(cell.v, unit) || 0, column.places);
  return steps(number(cell[span], unit) || 0, column.places) - saved + typed;
};

export const cellSums = (model, column, cell) => (adds(column)
  ? SPANS.slice(1).map(([span, title]) => [title, shown(spanOf(model, column, cell, span), column.places)]) : []);

// One row of texts per span; a column that cannot be added stays empty. People on site add up for the month alone.
export const columnSums = (model) => SPANS.map(([span, title]) => [title, model.columns.map((column, c) => {
  const counts = adds(column) || (column.nature === "state" && span === "v");
  if (!counts) return "";
  const sum = model.rows.reduce((before, row) => before + spanOf(model, column, row.list[c], span), 0);
  return shown(sum, column.places);
})]);
