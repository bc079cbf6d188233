// Figures as people type them, for sums on screen only: the server reads them for itself and its answer is the truth.

const ORDINARY = /^[\d.,+-]*$/; // nothing to make plain, as nearly always
const SHAPE = /^[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/;

// Full-width signs become plain ones, blanks and the unit behind the figure go.
export const plain = (text, unit = "") => {
  if (ORDINARY.test(text)) return text;
  const narrow = text.normalize("NFKC").replace(/[−－]/g, "-").replace(/\s+/g, "");
  return unit && narrow.endsWith(unit) ? narrow.slice(0, -unit.length) : narrow;
};

// The number, or null where the text is none.
export const number = (text, unit = "") => {
  const figure = plain(text, unit);
  return SHAPE.test(figure) ? Number(figure.replace(/,/g, "")) : null;
};

// Decimals as typed: "12.50" has two.
export const decimals = (text, unit = "") => (plain(text, unit).split(".")[1] || "").replace(/0+$/, "").length;

// Sums are kept in whole smallest steps, so that 0.1 + 0.2 is 0.30.
export const steps = (value, places) => Math.round(value * 10 ** places);

export const shown = (count, places) => {
  const text = (Math.abs(count) / 10 ** places).toFixed(places);
  const [whole, fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return (count < 0 ? "-" : "") + grouped + (fraction ? `.${fraction}` : "");
};
