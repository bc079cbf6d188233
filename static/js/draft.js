// data-draft="compound-12" on a form: what is typed is kept on this computer for this person until the form is saved.
// After a lost session or a closed window the form comes back as it was, with a notice and a way to discard it.
(() => {
  const DAYS = 7;
  const person = document.body.dataset.person;
  const storage = window.localStorage;
  const pending = "draft-sent"; // which draft the last submit would save, asked on the next page

  const keyOf = (form) => `draft:${person}:${form.dataset.draft}`;
  const called = (field) => field.name || field.id; // the search field of a picker has no name
  const kept = (field) => called(field) && field.name !== "csrfmiddlewaretoken"
    && !["password", "file", "submit", "button"].includes(field.type);
  const fieldsOf = (form) => Array.from(form.elements).filter(kept);
  const valueOf = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked
    : field.multiple ? Array.from(field.selectedOptions, (option) => option.value) : field.value);
  const read = (form) => fieldsOf(form).map((field) => [called(field), valueOf(field)]);

  const write = (form, values) => {
    fieldsOf(form).forEach((field, place) => {
      if (!values[place] || values[place][0] !== called(field)) return;
      const value = values[place][1];
      if (["checkbox", "radio"].includes(field.type)) field.checked = value;
      else if (field.multiple) Array.from(field.options).forEach((option) => { option.selected = value.includes(option.value); });
      else field.value = value;
    });
  };

  const saved = () => {
    // The page that follows a submit tells how it went: the same form with errors, the sign-in, a page of errors, or success.
    const key = window.sessionStorage.getItem(pending);
    window.sessionStorage.removeItem(pending);
    const refused = document.querySelector("form[data-draft] .is-invalid, form[data-draft] .alert-danger, [data-refused]");
    if (key && person && !refused && !document.body.hasAttribute("data-error")) storage.removeItem(key);
  };

  const prune = () => {
    const oldest = Date.now() - DAYS * 86400000;
    Object.keys(storage).filter((key) => key.startsWith("draft:")).forEach((key) => {
      if (JSON.parse(storage.getItem(key)).at < oldest) storage.removeItem(key);
    });
  };

  const notice = (form, draft, discard) => {
    const note = document.createElement("div");
    note.className = "alert alert-warning draft-note";
    note.setAttribute("role", "status");
    note.textContent = `已恢复 ${new Date(draft.at).toLocaleString("zh-CN")} 没有保存的内容，请核对后保存。`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-primary";
    button.textContent = "放弃草稿";
    button.addEventListener("click", () => { discard(); note.remove(); });
    note.append(button);
    form.prepend(note);
  };

  const attach = (form) => {
    const key = keyOf(form);
    const original = read(form);
    const changed = () => JSON.stringify(read(form)) !== JSON.stringify(original);
    const draft = JSON.parse(storage.getItem(key));
    // A refused form comes back with what was typed, and with the version of the record that was just shown to her.
    const sentBack = form.querySelector(".is-invalid, .alert-danger");
    if (draft && !sentBack && JSON.stringify(draft.values) !== JSON.stringify(original)) {
      write(form, draft.values);
      notice(form, draft, () => { storage.removeItem(key); write(form, original); });
    }
    let timer = 0;
    const keep = () => {
      if (changed()) storage.setItem(key, JSON.stringify({ at: Date.now(), values: read(form) }));
      else storage.removeItem(key);
    };
    form.addEventListener("input", () => { window.clearTimeout(timer); timer = window.setTimeout(keep, 300); });
    let sending = false;
    form.addEventListener("submit", () => {
      window.clearTimeout(timer);
      keep();
      sending = true;
      window.sessionStorage.setItem(pending, key);
    });
    window.addEventListener("beforeunload", (event) => {
      if (sending || !changed()) return;
      event.preventDefault();
      event.returnValue = ""; // Chromium asks in its own words
    });
  };

  saved();
  if (person) {
    prune();
    document.querySelectorAll("form[data-draft]").forEach(attach);
  }
})();
