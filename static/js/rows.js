// data-rows="prefix" around a table of form rows: move a row up or down, take it out, add one. The field "order" of each
// row follows its place. Without script the rows are ordered by the numbers in that field.
(() => {
  const fields = (row) => Array.from(row.querySelectorAll("input, select"));
  const order = (row) => row.querySelector("[name$=-order]");

  const button = (text, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm btn-link";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };

  document.querySelectorAll("[data-rows]").forEach((frame) => {
    const body = frame.querySelector("tbody");
    const total = document.getElementById(`id_${frame.dataset.rows}-TOTAL_FORMS`);
    const used = (row) => fields(row).some((field) => field !== order(row) && field.value && field.value !== "0");
    const changed = () => {
      let number = 0;
      Array.from(body.rows).forEach((row) => { order(row).value = used(row) ? (number += 1) : ""; });
      body.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const move = (row, up) => {
      const other = up ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      body.insertBefore(up ? row : other, up ? other : row);
      changed();
    };
    const clear = (row) => {
      fields(row).forEach((field) => { field.value = ""; });
      body.appendChild(row);
      changed();
    };
    const dress = (row) => {
      const cell = row.insertCell();
      cell.className = "text-nowrap";
      cell.append(
        button("上移", "上移这一列", () => move(row, true)),
        button("下移", "下移这一列", () => move(row, false)),
        button("删除", "删除这一列", () => clear(row)),
      );
    };
    const add = () => {
      const number = Number(total.value);
      if (number >= Number(frame.dataset.most)) return;
      const row = body.rows[body.rows.length - 1].cloneNode(true);
      row.querySelectorAll("[role=alert]").forEach((error) => error.remove());
      fields(row).forEach((field) => {
        field.name = field.name.replace(/-\d+-/, `-${number}-`);
        field.id = field.id.replace(/-\d+-/, `-${number}-`);
        field.value = "";
      });
      row.deleteCell(-1);
      dress(row);
      body.appendChild(row);
      total.value = number + 1;
      fields(row)[1].focus();
    };

    const head = document.createElement("th");
    head.scope = "col";
    head.textContent = "操作";
    frame.querySelector("thead tr").appendChild(head);
    Array.from(body.rows).forEach(dress);
    body.addEventListener("change", changed);
    const more = button("添加一列", "添加一列", add);
    more.className = "btn btn-sm btn-outline-primary mt-2";
    frame.appendChild(more);
  });
})();
