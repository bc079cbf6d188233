// data-shares="prefix" around a table of recipients and amounts: the sum and what is left of data-left (元) follow what
// is typed, in the unit that the select data-unit names; a button adds a row. Reckoned in cents, for the eye alone.
(() => {
  const FACTORS = { yuan: 1, wan: 10000 };

  const attach = (frame) => {
    const body = frame.querySelector("tbody");
    const unit = document.getElementById(frame.dataset.unit);
    const left = Math.round(Number(frame.dataset.left) * 100);
    const sumCell = frame.querySelector("[data-sum]");
    const restCell = frame.querySelector("[data-rest]");
    const total = document.getElementById(`id_${frame.dataset.shares}-TOTAL_FORMS`);

    const said = (cents) => {
      const factor = FACTORS[unit.value];
      const digits = factor === 1 ? 2 : 6;
      const figure = (cents / 100 / factor).toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: digits });
      return `${figure} ${unit.selectedOptions[0].textContent}`;
    };
    const reckon = () => {
      const typed = Array.from(body.querySelectorAll("input[name$=-amount]"), (field) => Number(field.value.replace(/,/g, "")));
      const cents = typed.reduce((sum, figure) => sum + Math.round((figure || 0) * FACTORS[unit.value] * 100), 0);
      sumCell.textContent = said(cents);
      restCell.textContent = cents > left ? `超出 ${said(cents - left)}` : said(left - cents);
      restCell.classList.toggle("late", cents > left);
    };
    const add = () => {
      const number = Number(total.value);
      if (number >= Number(frame.dataset.most)) return;
      const row = body.rows[body.rows.length - 1].cloneNode(true);
      row.querySelectorAll("[role=alert]").forEach((error) => error.remove());
      row.querySelector("[data-given]").textContent = "";
      row.querySelectorAll("input").forEach((field) => {
        if (field.name) field.name = field.name.replace(/-\d+-/, `-${number}-`);
        if (field.id) field.id = field.id.replace(/-\d+-/, `-${number}-`);
        field.value = "";
        field.classList.remove("is-invalid");
      });
      body.appendChild(row);
      total.value = number + 1;
      row.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
      row.querySelector("input[type=search]").focus();
    };

    const more = document.createElement("button");
    more.type = "button";
    more.className = "btn btn-sm btn-outline-primary mt-2";
    more.textContent = "添加一行";
    more.addEventListener("click", add);
    frame.appendChild(more);
    body.addEventListener("input", reckon);
    unit.addEventListener("change", reckon);
    reckon();
  };

  document.querySelectorAll("[data-shares]").forEach(attach);
})();
