// The engine's help with what is selected in the source, or with the section that the cursor is in.
import { EditorView } from "@codemirror/view";
import { headings } from "./headings.js";
import htmx from "./htmx.js";
import { select } from "./tabs.js";

const SHOWN = 140;
const LOOK = 50;
const REST = 400;

export class Assist {
  // panes: holds `pane`, in which the panel is; opener: the button that shows it; tabs: on a phone; state: says what became of
  // a question, for those who do not see it.
  constructor(shared, panes, pane, opener, tabs, state) {
    Object.assign(this, { shared, panes, pane, opener, tabs, state });
    this.extension = EditorView.updateListener.of((update) => {
      this.view = update.view;
      if (this.isShown && (update.selectionSet || update.docChanged)) this.show();
    });
    opener.hidden = false;
    document.addEventListener("pane-opened", ({ detail }) => detail !== pane.id && this.turn(false));
    opener.addEventListener("click", () => this.open(!this.isOpen));
    pane.addEventListener("click", (event) => event.target.closest("[data-assist-close]") && this.open(false));
    pane.addEventListener("focusin", () => this.show());
    tabs.find((tab) => tab.getAttribute("aria-controls") === pane.id).addEventListener("click", () => this.show());
    pane.addEventListener("change", ({ target }) => {
      if (target.name === "operation") this.explain();
      if (target.form?.matches("[data-assist-form]")) this.estimate();
    });
    pane.addEventListener("htmx:load", ({ target }) => this.loaded(target));
    pane.addEventListener("htmx:afterSettle", ({ target, detail }) => this.refocus(target, detail.requestConfig?.elt));
    pane.addEventListener("htmx:confirm", (event) => this.wait(event));
    // The panel may have been loaded before the text was.
    if (pane.firstElementChild) this.loaded(pane);
  }

  // On a phone by its tab, elsewhere by the opener.
  get isShown() {
    return this.pane.offsetParent !== null;
  }

  get isOpen() {
    return this.panes.hasAttribute("data-helping");
  }

  turn(on) {
    this.panes.toggleAttribute("data-helping", on);
    this.opener.setAttribute("aria-expanded", String(on));
    if (on) document.dispatchEvent(new CustomEvent("pane-opened", { detail: this.pane.id }));
  }

  open(on, focus = true) {
    this.turn(on);
    select(this.tabs, this.tabs.find((tab) => tab.getAttribute("aria-controls") === (on ? this.pane.id : "source")));
    this.show();
    if (!focus) return;
    if (on) this.pane.querySelector("select")?.focus();
    else this.view?.focus();
  }

  // What was asked before and waits for a person opens the panel when the page is loaded, and leaves the focus to the
  // text: the person may be typing already.
  loaded(part) {
    if (part.dataset.state) this.state.textContent = part.dataset.state;
    if (!this.seen && this.pane.querySelector(".proposal")) this.open(true, false);
    this.seen = true;
    this.explain();
    this.show();
  }

  // The button that was pressed is gone: the next one takes its place.
  refocus(part, pressed) {
    if (!pressed?.matches("form") || document.activeElement !== document.body) return;
    (part.querySelector(".part:not(.taken) button") ?? this.pane.querySelector("select"))?.focus();
  }

  explain() {
    const operation = this.pane.querySelector('[name="operation"]')?.selectedOptions[0];
    if (!operation) return;
    const { help, asks } = operation.dataset;
    const box = this.pane.querySelector("[data-asks-shown]");
    this.pane.querySelector("[data-help-shown]").textContent = help;
    box.hidden = !asks;
    box.querySelector("label").textContent = asks;
    box.querySelector("input").required = Boolean(asks);
  }

  // The passage that is meant, in words for the person.
  show() {
    const form = this.pane.querySelector("[data-assist-form]");
    if (!form || !this.view) return;
    const { kind, text } = passage(this.view);
    const flat = text.trim().replace(/\s+/g, " ");
    form.querySelector("[data-passage-kind]").textContent = kind;
    form.querySelector("[data-passage]").textContent = flat.length > SHOWN ? `${flat.slice(0, SHOWN)} …` : flat;
    this.estimate();
  }

  // What an answer will cost, once the person rests: asked for where it may cost something, and once for each question.
  estimate() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      const place = this.pane.querySelector("#assist-estimate");
      if (!place || !this.isShown || !this.view) return;
      const { elements } = this.pane.querySelector("[data-assist-form]");
      elements.quote.value = passage(this.view).text;
      const asked = [elements.operation.value, elements.instruction.value, elements.quote.value].join("\0");
      if (place.asked === asked) return;
      place.asked = asked;
      htmx.trigger(place, "estimate");
    }, REST);
  }

  // What was typed a moment ago is stored first: the server looks for the passage in what it has.
  wait(event) {
    if (!event.target.matches("[data-assist-form]")) return;
    event.preventDefault();
    const look = () => {
      if (this.shared.unsaved && this.shared.connected) {
        setTimeout(look, LOOK);
        return;
      }
      const { elements } = event.target;
      const { text, from } = passage(this.view);
      elements.quote.value = text;
      // The server counts characters, not UTF-16 units.
      elements.near.value = [...this.view.state.sliceDoc(0, from)].length;
      event.detail.issueRequest();
    };
    look();
  }
}

function passage({ state }) {
  const { from, to, head } = state.selection.main;
  if (from !== to) return { kind: "Selection:", text: state.sliceDoc(from, to), from };
  const text = state.doc.toString();
  const around = headings(text).filter((one) => one.level > 1 && one.from <= head && head < one.end).at(-1);
  if (around) return { kind: "Section:", text: text.slice(around.from, around.end), from: around.from };
  return { kind: "The whole article:", text, from: 0 };
}
