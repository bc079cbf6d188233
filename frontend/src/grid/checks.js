// The form of what is typed, told at once: number, decimals, limits, date. Lenient on purpose: every cell is sent all
// the same, and the server's answer (progress/reading.py, whose sentences these are) takes the place of what is said here.
import { decimals, number, plain, shown } from "./numbers";
import { quoted } from "./words";

const LONGEST = 300; // characters of a text
const DASHES = /^[-—–―－/\\、.]+$/; // how people write "nothing"
const DATES = [/^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?$/, /^()(\d{1,2})[月](\d{1,2})[日号]$/];
const SERIAL = /^\d{5}$/; // Excel's date without its format

const date = (text) => {
  const day = plain(text);
  if (SERIAL.test(day)) return "";
  const found = DATES.map((shape) => shape.exec(day)).find(Boolean);
  const month = found && Number(found[2]) - 1;
  const exact = found && new Date(Number(found[1] || 2024), month, Number(found[3])).getMonth() === month;
  return exact ? "" : `“${quoted(text)}”不是确切的日期，请写成 2023-03-20 的样子。`;
};

const limits = (column, value) => {
  const least = column.nature === "flow" ? -column.most : 0;
  if (!column.most || (value >= least && value <= column.most)) return "";
  const unit = column.unit || "";
  const hint = unit === "万元" ? "表头的单位是万元，是不是以元填写的？" : "";
  const said = value.toLocaleString("en-US", { maximumFractionDigits: 6 });
  return `${column.title}应在 ${shown(least, 0)} 至 ${shown(column.most, 0)}${unit} 之间，这里是 ${said}${unit}。${hint}`;
};

const figure = (column, text) => {
  const value = number(text, column.unit);
  if (value === null) {
    // A unit or 约 beside the digits is for the server to understand or to refuse.
    return /\d/.test(plain(text)) ? "" : `“${quoted(text)}”不是确切的数字，请填一个阿拉伯数字，例如 120。`;
  }
  if (decimals(text, column.unit) > column.places) {
    return column.places ? `${column.title}最多保留 ${column.places} 位小数，这里是“${quoted(text)}”，请四舍五入后再填。`
      : `应为整数，这里是 ${text}。`;
  }
  return limits(column, value);
};

// The sentence of what is wrong with the text, or "".
export const problem = (column, text) => {
  if (text === "") return "";
  if (column.nature === "words") return text.length > LONGEST ? `文字有 ${text.length} 个字，最多 ${LONGEST} 个。` : "";
  if (DASHES.test(text)) return "";
  return column.nature === "day" ? date(text) : figure(column, text);
};
