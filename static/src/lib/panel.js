// The outline beside the source: click to go there, drag or Alt+arrows to move a section with all below it, rename and
// delete. Everything is a change of the text, so undo takes it back and others see it at once.
import { headings, moved } from "./headings.js";
import { say } from "./offline.js";

const PAUSE = 250;

export class OutlinePanel {
  // undo: the shared text's undo manager; each move, new title or deletion is a step of its own for it.
  constructor(list, view, undo) {
    Object.assign(this, { list, view, undo, dragged: -1 });
    list.addEventListener("click", (event) => this.click(event));
    list.addEventListener("dblclick", (event) => this.rename(this.indexOf(event.target)));
    list.addEventListener("keydown", (event) => this.key(event));
    list.addEventListener("dragstart", (event) => this.dragStart(event));
    list.addEventListener("dragover", (event) => this.dragOver(event));
    list.addEventListener("drop", (event) => this.drop(event));
    list.addEventListener("dragend", () => this.unmark());
    this.draw();
  }

  touched() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), PAUSE);
  }

  // The title of the article is not a section: it stays first.
  find() {
    return headings(this.view.state.doc.toString()).filter(({ level }) => level > 1);
  }

  draw() {
    if (this.list.querySelector("input")) return;
    this.found = this.find();
    const kept = this.indexOf(document.activeElement);
    const top = Math.min(...this.found.map(({ level }) => level));
    this.list.replaceChildren(...this.found.map((heading) => item(heading, heading.level - top)));
    for (const [n, button] of this.buttons.entries()) button.tabIndex = n === Math.max(kept, 0) ? 0 : -1;
    if (kept >= 0) this.buttons[kept]?.focus();
  }

  get buttons() {
    return [...this.list.querySelectorAll("button[data-go]")];
  }

  indexOf(element) {
    const li = element?.closest?.("li");
    return li ? [...this.list.children].indexOf(li) : -1;
  }

  click(event) {
    const at = this.indexOf(event.target);
    if (event.target.closest("[data-delete]")) this.remove(at);
    else if (event.target.closest("[data-rename]")) this.rename(at);
    else if (event.target.closest("[data-go]")) this.go(at);
  }

  go(at) {
    const { to } = this.find()[at] ?? {};
    if (to === undefined) return;
    this.view.dispatch({ selection: { anchor: to }, effects: this.view.constructor.scrollIntoView(to, { y: "start", yMargin: 24 }) });
    this.view.focus();
  }

  key(event) {
    const at = this.indexOf(event.target);
    if (at < 0 || event.target.tagName === "INPUT") return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && event.altKey) this.shift(at, step);
    else if (step) this.focus(at + step);
    else if (event.key === "F2") this.rename(at);
    else if (event.key === "Delete") this.remove(at);
    else return;
    event.preventDefault();
  }

  focus(at) {
    for (const [n, button] of this.buttons.entries()) {
      button.tabIndex = n === at ? 0 : -1;
      if (n === at) button.focus();
    }
  }

  // Past the neighbour on the same level.
  shift(at, step) {
    const found = this.find();
    const one = found[at];
    const peers = found.filter((other) => other.level === one.level);
    const other = peers[peers.indexOf(one) + step];
    if (other) this.change(moved(this.view.state.doc.toString(), one, other, step > 0), one.title);
  }

  dispatch(changes) {
    this.undo.stopCapturing();
    this.view.dispatch({ changes, userEvent: "input" });
    this.undo.stopCapturing();
  }

  change(changes, title) {
    if (!changes) return;
    this.dispatch(changes);
    this.draw();
    this.focus(this.found.findIndex((heading) => heading.title === title));
  }

  rename(at) {
    const { title } = this.found[at] ?? {};
    if (!title || this.view.state.readOnly) return;
    const input = document.createElement("input");
    input.className = "input";
    input.value = title;
    input.setAttribute("aria-label", "New title");
    this.list.children[at].replaceChildren(input);
    input.select();
    let over = false;
    // Taking the field away makes it lose the focus, which would end it a second time.
    const done = (keep) => {
      if (over) return;
      over = true;
      const value = input.value.trim();
      input.remove();
      const heading = this.find().find((one) => one.title === title);
      if (keep && value && heading) {
        this.dispatch({ from: heading.titleFrom, to: heading.titleTo, insert: value });
      }
      this.draw();
      this.focus(at);
    };
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      done(event.key === "Enter");
    });
    input.addEventListener("blur", () => done(true));
  }

  remove(at) {
    const heading = this.find()[at];
    if (!heading || this.view.state.readOnly) return;
    this.dispatch({ from: heading.from, to: heading.end });
    this.draw();
    this.focus(Math.min(at, this.found.length - 1));
    say(`“${heading.title}” and what was below it were deleted.`, () => this.undo.undo());
  }

  dragStart(event) {
    this.dragged = this.indexOf(event.target);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.found[this.dragged]?.title ?? "");
  }

  dragOver(event) {
    const at = this.indexOf(event.target);
    if (this.dragged < 0 || at < 0) return;
    event.preventDefault();
    const { top, height } = this.list.children[at].getBoundingClientRect();
    this.after = event.clientY > top + height / 2;
    this.unmark(false);
    this.list.children[at].classList.add(this.after ? "target-after" : "target");
  }

  drop(event) {
    const at = this.indexOf(event.target);
    if (this.dragged < 0 || at < 0) return;
    event.preventDefault();
    const found = this.find();
    const [one, other] = [found[this.dragged], found[at]];
    if (one && other) this.change(moved(this.view.state.doc.toString(), one, other, this.after), one.title);
    this.unmark();
  }

  unmark(end = true) {
    if (end) this.dragged = -1;
    for (const li of this.list.children) li.classList.remove("target", "target-after");
  }
}

function item({ title }, depth) {
  const li = document.createElement("li");
  li.style.setProperty("--depth", depth);
  const handle = document.createElement("span");
  Object.assign(handle, { className: "handle", draggable: true, textContent: "⠿", title: "Drag to move" });
  handle.setAttribute("aria-hidden", "true");
  const go = document.createElement("button");
  Object.assign(go, { type: "button", className: "go", textContent: title, title: "Alt+↑ and Alt+↓ move the section, F2 renames it, Delete deletes it" });
  go.dataset.go = "";
  li.append(handle, go, small("rename", "✎", `Rename ${title}`), small("delete", "✕", `Delete ${title}`));
  return li;
}

function small(action, sign, label) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "tool", textContent: sign, title: label, tabIndex: -1 });
  button.setAttribute("aria-label", label);
  button.dataset[action] = "";
  return button;
}
