// Sentences said in more than one place, and how a long text is quoted in one.

export const NOT_HERE = "这个小区没有这一类改造内容，不用填。";

const LONGEST = 20; // characters of what was typed that a sentence repeats

export const quoted = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
export const fromLedger = (source) => `${source}：按拨付登记自动填入，不用填。`;
