// While an article is locked its source can be read, searched and copied, and changes only by what the server sends.
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { ySyncAnnotation } from "y-codemirror.next";

const READS = new Set(["find", "comment", "suggest"]);

export class Locked {
  // banner: says who locked the article; bar: the toolbar.
  constructor(shared, banner, bar) {
    Object.assign(this, { shared, banner, bar, compartment: new Compartment() });
    this.extension = [
      this.compartment.of(this.rules),
      EditorState.changeFilter.of((change) => !change.startState.readOnly || change.annotation(ySyncAnnotation) !== undefined),
    ];
  }

  get rules() {
    const locked = this.shared.lock !== null;
    return [EditorState.readOnly.of(locked), EditorView.contentAttributes.of({ "aria-readonly": String(locked) })];
  }

  follow(view) {
    this.shared.onLock = () => this.show(view);
    this.show(view);
  }

  show(view) {
    const { lock } = this.shared;
    view.dispatch({ effects: this.compartment.reconfigure(this.rules) });
    if (lock) this.banner.querySelector("[data-who]").textContent = lock.by;
    this.banner.hidden = !lock;
    for (const button of this.bar.querySelectorAll("[data-command]")) button.disabled = lock !== null && !READS.has(button.dataset.command);
  }
}
