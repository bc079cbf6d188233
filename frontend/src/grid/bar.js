// The bar over the grid: whether all is saved, what still asks for attention, the legend, and the switch for last month.
import { button, clock, element } from "./dom";

const KEPT = "已留在本机，恢复后自动续存";
const WORDS = {
  idle: () => "填写后自动保存",
  saving: () => "正在保存…",
  saved: (rest) => `${rest ? "其余" : ""}已保存 ${clock()}`,
  offline: () => `没有保存：网络不通，${KEPT}。`,
  failed: () => "没有保存：服务器暂时出错，已留在本机，稍后自动再试。",
  "signed-out": (data) => `没有保存：${(data && data.message) || "登录已失效。"}已留在本机，登录后自动续存。`,
  stale: () => "没有保存：登录状态已经变化，已留在本机，稍后自动续存。也可以刷新本页后继续。",
  closed: (data) => data.message,
};
const KEYS = "方向键、Tab、回车：移动。直接输入：覆盖。F2 或双击：修改。Esc：放弃输入。Delete：清空。Shift+方向键或拖动：选一片。"
  + "Ctrl+C、Ctrl+X、Ctrl+V：复制、剪切、粘贴，可与 Excel、WPS 互相粘贴。Ctrl+D：向下填充。Ctrl+Z、Ctrl+Y：撤销、重做。"
  + "Home、End：行首、行末。F8：下一个需要处理的格子。Alt+回车：文字格内换行。先按 Esc 再按 Tab：离开表格。";
const QUIET = ["idle", "saving", "saved"];

export const makeBar = (root, model, { nextProblem, showLast, reload }) => {
  const state = element("span", { className: "g-state", role: "status" });
  const asks = button("", nextProblem, "btn btn-sm btn-outline-primary g-asks");
  const note = element("span", { className: "g-note", role: "status" });
  let passing = false;
  const say = (text, { late = false } = {}) => {
    note.textContent = text;
    note.classList.toggle("late", late);
  };
  const last = element("input", { type: "checkbox", id: "grid-last" });
  last.checked = true;
  last.addEventListener("change", () => showLast(last.checked));
  root.append(element("div", { className: "g-bar" }, [
    state, asks, note,
    element("span", { className: "g-legend", text: "＝ 与上月相同" }),
    element("span", { className: "g-legend" }, [element("b", { className: "soon", text: "？" }), " 请核对"]),
    element("span", { className: "g-legend", text: "账 由资金台账填入" }),
    element("span", { className: "g-legend" }, [element("i", { className: "g-key-na" }), "不用填"]),
    element("span", { className: "g-legend" }, [element("i", { className: "g-key-wrong" }), "有错或被退回"]),
    element("label", { className: "g-legend", for: "grid-last" }, [last, " 显示上月数"]),
    element("details", { className: "g-legend g-keys" }, [element("summary", { text: "按键说明" }), element("p", { text: KEYS })]),
  ]));

  return {
    state(name, data) {
      state.textContent = WORDS[name](name === "saved" ? model.problems().length : data);
      state.classList.toggle("late", !QUIET.includes(name));
      if (name === "signed-out" && data && data.sign_in) state.append(element("a", { href: data.sign_in, target: "_blank", rel: "noopener", text: "在新窗口重新登录" }));
      if (name === "stale") state.append(button("刷新本页", reload));
    },
    note(text) {
      passing = false;
      say(text);
    },
    // What was just done or refused; it goes with the next edit.
    brief(text, how) {
      passing = true;
      say(text, how);
    },
    forget() { if (passing) say(""); },
    count() {
      const count = model.problems().length;
      asks.hidden = count === 0;
      asks.textContent = count ? `${count} 格没有保存，需要处理：看下一格（F8）` : "";
    },
  };
};
