// data-cell-notes: a line to write on for each ticked cell (input data-cell="小区 数据", value = its key).
(() => {
  const list = document.querySelector("[data-cell-notes]");
  if (!list) return;
  const boxes = [...document.querySelectorAll("input[data-cell]")];
  const noteOf = (box) => list.querySelector(`[data-for="${box.value}"]`);

  function add(box, text) {
    const line = document.createElement("li");
    line.dataset.for = box.value;
    const label = document.createElement("label");
    label.textContent = `${box.dataset.cell}：`;
    const input = document.createElement("input");
    input.className = "form-control";
    input.name = `note-${box.value}`;
    input.maxLength = 300;
    input.value = text;
    input.placeholder = "问题是什么；不写时用上面的退回原因";
    label.append(input);
    line.append(label);
    list.append(line);
    return input;
  }

  boxes.forEach((box) => {
    const old = noteOf(box);
    if (old) {
      const text = old.querySelector("input").value;
      old.remove();
      add(box, text);
    }
    box.addEventListener("change", () => {
      const note = noteOf(box);
      if (box.checked && !note) add(box, "").focus();
      else if (!box.checked && note) note.remove();
    });
  });
})();
