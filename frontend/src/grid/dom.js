// One element with its class, text and attributes.
export const element = (tag, { className = "", text = "", ...attributes } = {}, children = []) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children);
  return made;
};

export const button = (text, act, className = "btn btn-sm btn-outline-primary") => {
  const made = element("button", { className, text, type: "button" });
  made.addEventListener("click", act);
  return made;
};

export const clock = (when = new Date()) => (
  `${String(when.getHours()).padStart(2, "0")}:${String(when.getMinutes()).padStart(2, "0")}`);
