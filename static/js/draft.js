// data-draft="compound-12" on a form: what is typed is kept on this computer for this person until the form is saved.
// After a lost session or a closed window the form comes back as it was, with a notice and a way to discard it. Where
// somebody saved the record meanwhile (the form's hidden "version" is another), her text shows first and is only
// overwritten knowingly.
(() => {
  const DAYS = 7;
  const VERSION = "version";
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
      if (!values[place] || values[place][0] !== called(field) || called(field) === VERSION) return;
      const value = values[place][1];
      if (["checkbox", "radio"].includes(field.type)) field.checked = value;
      else if (field.multiple) Array.from(field.options).forEach((option) => { option.selected = value.includes(option.value); });
      else field.value = value;
    });
  };

  const versionIn = (values) => (values.find(([name]) => name === VERSION) || [])[1];

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

  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm btn-outline-primary text-nowrap";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };

  const notice = (form, draft, { overtaken, restore, discard }) => {
    const at = new Date(draft.at).toLocaleString("zh-CN");
    const note = document.createElement("div");
    note.className = "alert alert-warning draft-note";
    note.setAttribute("role", "status");
    const restored = `已恢复 ${at} 没有保存的内容，请核对后保存。`;
    const says = document.createElement("span");
    says.textContent = overtaken
      ? `您在 ${at} 填写的内容没有保存，此后别人修改过，下面是现在的内容。换成您的内容后再保存，将以您的为准。` : restored;
    note.append(says);
    if (overtaken) {
      const mine = button("换成我的内容", () => { restore(); says.textContent = restored; mine.remove(); });
      note.append(mine);
    }
    note.append(button("放弃草稿", () => { discard(); note.remove(); }));
    form.prepend(note);
  };

  const attach = (form) => {
    const key = keyOf(form);
    const original = read(form);
    const changed = () => JSON.stringify(read(form)) !== JSON.stringify(original);
    const draft = JSON.parse(storage.getItem(key));
    // A refused form comes back with what was typed, and with the version of the record that was just shown to her.
    const sentBack = form.querySelector(".is-invalid, .alert-danger");
    const texts = (values) => JSON.stringify(values.filter(([name]) => name !== VERSION));
    if (draft && !sentBack && texts(draft.values) !== texts(original)) {
      const overtaken = versionIn(draft.values) !== versionIn(original);
      const restore = () => write(form, draft.values);
      if (!overtaken) restore();
      notice(form, draft, { overtaken, restore, discard: () => { storage.removeItem(key); write(form, original); } });
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
