// data-picker="address": a search field that proposes divisions and writes the chosen code into the hidden field beside it.
// With data-picker-territory the choice becomes the territory of the page instead.
(() => {
  const WAIT = 200; // milliseconds after the last key

  const attach = (picker) => {
    const field = picker.querySelector("input:not([type=hidden])");
    const code = picker.querySelector("input[type=hidden]");
    const list = picker.querySelector(".picker-list");
    let timer = 0;
    let asked = "";

    const unfold = (open) => {
      list.hidden = !open;
      field.setAttribute("aria-expanded", String(open));
    };
    const marked = () => list.querySelector("[aria-selected=true]");
    const mark = (option) => {
      if (marked()) marked().setAttribute("aria-selected", "false");
      if (option) option.setAttribute("aria-selected", "true");
    };
    const choose = (option) => {
      if (picker.hasAttribute("data-picker-territory")) {
        const address = new URL(window.location.href);
        address.searchParams.set("territory", option.dataset.code);
        address.searchParams.delete("page");
        window.location.assign(address);
        return;
      }
      code.value = option.dataset.code;
      field.value = option.dataset.name;
      unfold(false);
      code.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const show = (results) => {
      list.textContent = results.length ? "" : "没有找到";
      results.forEach(({ code: value, name, path }) => {
        const option = document.createElement("button");
        option.type = "button";
        option.tabIndex = -1;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.code = value;
        option.dataset.name = name;
        option.textContent = path;
        list.append(option);
      });
      unfold(true);
    };
    const ask = () => {
      const address = new URL(picker.dataset.picker, window.location.href);
      asked = field.value.trim();
      address.searchParams.set("q", asked);
      const question = asked;
      fetch(address, { headers: { Accept: "application/json" } })
        .then((answer) => (answer.ok ? answer.json() : { results: [] }))
        .then((answer) => { if (question === asked) show(answer.results); })
        .catch(() => { list.textContent = "连不上服务器，请稍后再试"; unfold(true); });
    };

    field.addEventListener("focus", () => { if (list.hidden && !field.value) ask(); });
    field.addEventListener("input", () => {
      if (code) code.value = "";
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, WAIT);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") unfold(false);
      if (list.hidden || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
      event.preventDefault();
      if (event.key === "Enter") {
        const option = marked() || list.querySelector("button");
        if (option) choose(option);
        return;
      }
      const options = Array.from(list.querySelectorAll("button"));
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(options[(options.indexOf(marked()) + step + options.length) % options.length]);
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("button");
      if (option) choose(option);
    });
    field.addEventListener("blur", () => {
      unfold(false);
      if (code && !code.value) field.value = "";
    });
  };

  const attachIn = (root) => {
    const found = Array.from(root.querySelectorAll("[data-picker]"));
    if (root.matches && root.matches("[data-picker]")) found.push(root);
    found.filter((picker) => !picker.attached).forEach((picker) => { picker.attached = true; attach(picker); });
  };
  attachIn(document);
  document.addEventListener("htmx:load", (event) => attachIn(event.target));
})();
