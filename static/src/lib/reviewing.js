// The review beside the source: the panel follows what others do, leads to the text and back, and commands begin threads.
import { ensureSyntaxTree } from "@codemirror/language";
import htmx from "./htmx.js";
import { placeOf } from "./remarks.js";
import { select } from "./tabs.js";
import { openThread } from "./threads.js";

const PAUSE = 600;
const WHOLE = new Set(["FencedCode", "Table", "Image", "ATXHeading1", "ATXHeading2", "ATXHeading3", "ATXHeading4", "ATXHeading5", "ATXHeading6"]);

// A command of the editor: comment on, or suggest a change of, what is selected or what the cursor is in.
export const begin = (kind) => (view) => {
  const { state } = view;
  const { main } = state.selection;
  const { from, to } = main.empty ? around(state, main.head, kind) : main;
  const quote = state.sliceDoc(from, to);
  // The server counts characters, not UTF-16 units.
  const near = [...state.sliceDoc(0, from)].length;
  openThread({ kind, quote, near, source: kind === "suggestion" ? quote : "" });
  return true;
};

function around(state, at, kind) {
  const line = state.doc.lineAt(at);
  if (kind === "suggestion") return line;
  const tree = ensureSyntaxTree(state, line.to, 200);
  for (let node = tree?.resolveInner(at, -1); node; node = node.parent) if (WHOLE.has(node.name)) return node;
  return state.wordAt(at) ?? { from: at, to: at };
}

const threadOf = (element) => element.closest(".thread[data-anchor]");

export function bindReviewing(view, shared) {
  const panes = document.querySelector(".panes");
  const toggle = document.getElementById("review-toggle");
  const open = (on) => {
    panes.classList.toggle("reviewing", on);
    toggle.setAttribute("aria-expanded", String(on));
    if (on) document.dispatchEvent(new CustomEvent("pane-opened", { detail: "review-pane" }));
  };
  document.addEventListener("pane-opened", ({ detail }) => detail !== "review-pane" && open(false));
  toggle.addEventListener("click", () => open(!panes.classList.contains("reviewing")));
  const pane = document.getElementById("review-pane");
  pane.addEventListener("click", ({ target }) => {
    if (target.closest("[data-show], blockquote, .pieces")) show(view, shared, threadOf(target));
  });
  document.addEventListener("remark-picked", ({ detail: id }) => {
    open(true);
    for (const item of pane.querySelectorAll(".thread")) item.toggleAttribute("data-picked", item.id === id);
    document.getElementById(id)?.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("htmx:afterRequest", ({ target }) => target.closest?.("#thread-dialog") && open(true));
  let fresh = true;
  const shown = () => {
    count(toggle, pane);
    if (fresh && pane.querySelector(".thread[data-anchor]")) open(true);
    fresh &&= !pane.querySelector("[data-open]");
  };
  document.addEventListener("review-shown", shown);
  shown();
}

// How many threads are open, at the button and at the tab.
function count(toggle, pane) {
  const open = pane.querySelector("[data-open]")?.dataset.open ?? "0";
  const badge = toggle.querySelector(".badge");
  badge.textContent = open;
  badge.hidden = open === "0";
  document.getElementById("tab-review").textContent = open === "0" ? "Review" : `Review (${open})`;
}

function show(view, shared, item) {
  const place = item && placeOf(JSON.parse(item.dataset.anchor), shared);
  if (!place) return;
  select([...document.querySelectorAll('.tabs.phone [role="tab"]')], document.getElementById("tab-source"));
  const effects = view.constructor.scrollIntoView(place.from, { y: "center" });
  view.dispatch({ selection: { anchor: place.from, head: place.to }, effects });
  view.focus();
}

// Asks for the panel anew, once for all that happens in a moment.
export function renewer() {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => htmx.trigger("#review", "review-changed"), PAUSE);
  };
}
