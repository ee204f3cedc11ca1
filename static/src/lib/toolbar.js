// What writers of Markdown reach for, as buttons and as keys. Each command changes every selected range.
import { startCompletion } from "@codemirror/autocomplete";
import { openSearchPanel } from "@codemirror/search";
import { EditorSelection } from "@codemirror/state";
import { yUndoManagerKeymap } from "y-codemirror.next";
import { begin } from "./reviewing.js";

// Puts `mark` around the selection, or takes it away where it stands there already.
const around = (mark, end = mark) => (view) => {
  const { state } = view;
  const change = state.changeByRange((range) => {
    const [from, to] = [range.from - mark.length, range.to + end.length];
    const marked = from >= 0 && state.sliceDoc(from, range.from) === mark && state.sliceDoc(range.to, to) === end;
    if (marked) {
      const changes = [{ from, to: range.from }, { from: range.to, to }];
      return { changes, range: EditorSelection.range(from, range.to - mark.length) };
    }
    const changes = [{ from: range.from, insert: mark }, { from: range.to, insert: end }];
    return { changes, range: EditorSelection.range(range.from + mark.length, range.to + mark.length) };
  });
  view.dispatch(state.update(change, { userEvent: "input" }));
  return true;
};

// Begins every selected line with what `begin` makes of it.
const lines = (begin) => (view) => {
  const { state } = view;
  const changes = [];
  for (const { from, to } of state.selection.ranges) {
    const last = state.doc.lineAt(to).number;
    for (let n = state.doc.lineAt(from).number, nth = 1; n <= last; n += 1, nth += 1) {
      const line = state.doc.line(n);
      changes.push({ from: line.from, to: line.to, insert: begin(line.text, nth) });
    }
  }
  view.dispatch({ changes, userEvent: "input" });
  return true;
};

// `text` with the first stretch between « and » selected.
const insert = (text) => (view) => {
  const from = text.indexOf("«");
  const to = text.indexOf("»") - 1;
  const plain = text.replace(/[«»]/g, "");
  view.dispatch(
    view.state.changeByRange((range) => ({
      changes: { from: range.from, to: range.to, insert: plain },
      range: EditorSelection.range(range.from + from, range.from + to),
    })),
  );
  return true;
};

const MARK = /^(\s*)(?:[-*+]|\d+[.)]|>)\s+/;
const list = (sign) => lines((text, n) => (MARK.test(text) ? text.replace(MARK, "$1") : `${sign(n)} ${text}`));

function heading(view) {
  return lines((text) => {
    const [, marks = "", rest] = /^(#{0,4})\s*(.*)$/.exec(text);
    return marks.length >= 4 ? rest : `${marks.length < 2 ? "##" : `${marks}#`} ${rest}`;
  })(view);
}

function cite(view) {
  const { from, to } = view.state.selection.main;
  view.dispatch({ changes: { from, to, insert: "[@]" }, selection: { anchor: from + 2 } });
  return startCompletion(view);
}

// The browser's own choice of files; `images.js` takes what is chosen.
function chooseImage() {
  document.getElementById("image-file").click();
  return true;
}

const shared = (key) => yUndoManagerKeymap.find((binding) => binding.key === key).run;

export const COMMANDS = {
  bold: { run: around("**"), key: "Mod-b" },
  italic: { run: around("*"), key: "Mod-i" },
  code: { run: around("`"), key: "Mod-e" },
  formula: { run: around("$"), key: "Mod-m" },
  heading: { run: heading, key: "Mod-Alt-h" },
  bullets: { run: list(() => "-"), key: "Mod-Shift-8" },
  numbers: { run: list((n) => `${n}.`), key: "Mod-Shift-7" },
  quote: { run: list(() => ">"), key: "Mod-Shift-9" },
  link: { run: insert("[«text»](https://)"), key: "Mod-k" },
  cite: { run: cite, key: "Mod-Alt-c" },
  table: { run: insert("\n| «Work» | Method | Result |\n|---|---|---|\n|  |  |  |\n\n: Caption\n") },
  diagram: { run: insert("\n```mermaid\nflowchart LR\n  A[«First»] --> B[Second]\n```\n") },
  image: { run: chooseImage, key: "Mod-Alt-g" },
  find: { run: openSearchPanel },
  comment: { run: begin("comment"), key: "Mod-Alt-m" },
  suggest: { run: begin("suggestion"), key: "Mod-Alt-s" },
  undo: { run: shared("Mod-z") },
  redo: { run: shared("Mod-y") },
};

// Commands after which the cursor is not in the source.
const ELSEWHERE = new Set(["find", "comment", "suggest"]);

export const toolKeys = Object.values(COMMANDS)
  .filter(({ key }) => key)
  .map(({ key, run }) => ({ key, run, preventDefault: true }));

// A toolbar as the ARIA practices describe it: one tab stop, arrows move.
export function bindToolbar(bar, view) {
  const buttons = [...bar.querySelectorAll("[data-command]")];
  const mac = /Mac|iP(hone|ad)/.test(navigator.platform);
  for (const [n, button] of buttons.entries()) {
    const { key } = COMMANDS[button.dataset.command];
    if (key) button.title += ` (${key.replace("Mod", mac ? "⌘" : "Ctrl").replaceAll("-", "+").toUpperCase()})`;
    button.tabIndex = n ? -1 : 0;
    button.disabled = false;
  }
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-command]");
    if (!button) return;
    COMMANDS[button.dataset.command].run(view);
    if (!ELSEWHERE.has(button.dataset.command)) view.focus();
  });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = buttons.indexOf(document.activeElement);
    if (!step || at < 0) return;
    const next = buttons[(at + step + buttons.length) % buttons.length];
    buttons[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}
