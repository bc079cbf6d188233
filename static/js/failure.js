// A fragment that could not be fetched says so; nothing fails in silence.
(() => {
  const say = (text) => {
    const note = document.getElementById("failure") || document.createElement("div");
    note.id = "failure";
    note.className = "alert alert-danger";
    note.setAttribute("role", "alert");
    note.textContent = text;
    document.getElementById("main").prepend(note);
  };
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    say(status === 403 ? "您的角色没有这项权限，或页面已过期。请刷新后再试。" : `系统没有完成这一步（${status}）。请刷新后再试。`);
  });
  document.addEventListener("htmx:sendError", () => say("连不上服务器。请检查网络，稍后再试。"));
})();
