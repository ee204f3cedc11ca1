// The outline as a person edits it before writing: a flat list of sections with depths, drawn anew after each change.
import { within } from "./find.js";
import { say } from "./offline.js";
import { add, indent, mergeUp, move, numbered, outdent, place, remove } from "./tree.js";

export function editOutline(part) {
  for (const form of within(part, "form[data-outline]")) {
    if (!form.dataset.bound) new OutlineEditor(form);
  }
}

const ACTIONS = [
  ["up", "↑", "Move up"],
  ["down", "↓", "Move down"],
  ["outdent", "←", "Move one level up"],
  ["indent", "→", "Move one level down"],
  ["add", "+", "Add a section below"],
  ["merge", "⇡", "Merge with the section before"],
  ["remove", "✕", "Delete"],
];

class OutlineEditor {
  constructor(form) {
    form.dataset.bound = "yes";
    this.form = form;
    this.list = form.querySelector("[data-list]");
    this.field = form.querySelector('input[name="outline"]');
    this.undoButton = form.querySelector("[data-undo]");
    this.sections = JSON.parse(form.querySelector('script[type="application/json"]').textContent);
    this.history = [];
    this.fresh = 0;
    this.list.addEventListener("click", (event) => this.click(event));
    this.list.addEventListener("input", (event) => this.input(event));
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.undoButton.addEventListener("click", () => this.undo());
    form.querySelector("[data-add-last]").addEventListener("click", () => this.run("add", this.sections.length - 1));
    // In the capturing phase, so that the field is filled before htmx reads the form.
    form.addEventListener("submit", () => (this.field.value = JSON.stringify(this.sections)), true);
    this.bindDragging();
    this.draw();
  }

  run(action, at) {
    const before = structuredClone(this.sections);
    const make = { up: move(-1), down: move(1), indent, outdent, merge: mergeUp, remove, add: add(`new${++this.fresh}`) };
    const focus = make[action](this.sections, at);
    if (focus === null) return;
    this.history.push(before);
    this.form.dataset.changed = "";
    this.draw();
    const selector = action === "add" ? 'input[type="text"]' : `[data-action="${action === "remove" ? "up" : action}"]`;
    this.list.children[focus]?.querySelector(selector)?.focus();
    if (action === "remove") say(`“${before[at].title}” and what was below it were deleted.`, () => this.undo());
  }

  undo() {
    const before = this.history.pop();
    if (!before) return;
    this.sections = before;
    this.draw();
  }

  click(event) {
    const button = event.target.closest("[data-action]");
    if (button) this.run(button.dataset.action, this.indexOf(button));
  }

  input(event) {
    const name = event.target.dataset.field;
    if (!name) return;
    this.sections[this.indexOf(event.target)][name] = event.target.value;
    this.form.dataset.changed = "";
  }

  key(event) {
    if (!event.altKey || event.target.dataset.field === "construction" || event.target.dataset.field === "analysis") return;
    const action = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "outdent", ArrowRight: "indent" }[event.key];
    if (!action) return;
    event.preventDefault();
    this.run(action, this.indexOf(event.target));
  }

  indexOf(element) {
    return [...this.list.children].indexOf(element.closest("li"));
  }

  bindDragging() {
    let from = -1;
    this.list.addEventListener("dragstart", (event) => {
      from = this.indexOf(event.target);
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", this.sections[from].title);
    });
    this.list.addEventListener("dragover", (event) => {
      const item = event.target.closest("li");
      if (from < 0 || !item) return;
      event.preventDefault();
      for (const other of this.list.children) other.classList.toggle("target", other === item);
    });
    this.list.addEventListener("drop", (event) => {
      const item = event.target.closest("li");
      if (from < 0 || !item) return;
      event.preventDefault();
      const before = structuredClone(this.sections);
      if (place(this.sections, from, this.indexOf(item)) !== null) this.history.push(before);
      this.form.dataset.changed = "";
      from = -1;
      this.draw();
    });
    this.list.addEventListener("dragend", () => (from = -1));
  }

  draw() {
    const open = new Set([...this.list.querySelectorAll("details[open]")].map((d) => d.closest("li").dataset.id));
    const numbers = numbered(this.sections);
    this.list.replaceChildren(...this.sections.map((section, i) => item(section, numbers[i], open.has(section.id))));
    this.undoButton.disabled = !this.history.length;
  }
}

function item(section, number, open) {
  const li = element("li", { class: `depth-${section.depth}` });
  li.dataset.id = section.id;
  const row = element("div", { class: "edit-row" });
  const handle = element("span", { class: "handle", draggable: "true", "aria-hidden": "true", title: "Drag to move" }, "⠿");
  const title = element("input", { type: "text", class: "input", "aria-label": `Title of section ${number}`, maxlength: "200" });
  title.dataset.field = "title";
  title.value = section.title;
  const buttons = element("div", { class: "edit-buttons", role: "group", "aria-label": `Section ${number}` });
  for (const [action, sign, label] of ACTIONS) {
    const button = element("button", { type: "button", class: "button quiet small", title: label }, sign);
    button.setAttribute("aria-label", `${label}: section ${number}`);
    button.dataset.action = action;
    buttons.append(button);
  }
  row.append(handle, element("span", { class: "number" }, number), title, buttons);
  const details = element("details", {});
  details.open = open;
  const papers = section.papers.length;
  details.append(element("summary", { class: "small soft" }, `Guidance · ${papers} paper${papers === 1 ? "" : "s"}`));
  details.append(guidance(section, "construction", "What to take from the papers"));
  details.append(guidance(section, "analysis", "How to order and compare it"));
  li.append(row, details);
  return li;
}

function guidance(section, name, label) {
  const field = element("label", { class: "guidance" }, label);
  const area = element("textarea", { class: "input", rows: "2", maxlength: "2000" });
  area.dataset.field = name;
  area.value = section[name];
  field.append(area);
  return field;
}

function element(tag, attributes, text = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(text);
  return made;
}
