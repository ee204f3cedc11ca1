// Threads in the source that is being edited: what comments are about is marked, suggestions show what they would take
// and put there. The panel brings each thread's Yjs positions, made by the server, which move with the text by themselves.
import { Annotation } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType } from "@codemirror/view";
import * as Y from "yjs";

const changed = Annotation.define();

class Inserted extends WidgetType {
  constructor(text, id) {
    super();
    Object.assign(this, { text, id });
  }

  eq(other) {
    return other.text === this.text && other.id === this.id;
  }

  toDOM() {
    const ins = document.createElement("ins");
    ins.className = "remark-added";
    ins.dataset.remark = this.id;
    ins.textContent = this.text;
    return ins;
  }

  ignoreEvent() {
    return false;
  }
}

// The open threads that the panel shows.
function read() {
  return [...document.querySelectorAll("#review .thread[data-anchor]")].map((item) => ({
    id: item.id,
    anchor: JSON.parse(item.dataset.anchor),
    quote: item.dataset.quote,
    suggests: item.classList.contains("suggestion"),
    pieces: [...(item.querySelector(".pieces")?.childNodes ?? [])].map(({ nodeName, textContent }) => ({ kind: nodeName, text: textContent })),
  }));
}

// Where a thread's words stand in this copy of the text; null for those that are gone, or have not arrived yet.
export function placeOf(anchor, { doc, text }) {
  const [from, to] = anchor.map((position) => {
    if (!position.item) return text.length;
    const found = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(position), doc);
    return found?.type === text ? found.index : -1;
  });
  return from >= 0 && from < to ? { from, to } : null;
}

// stale: told when what the panel says of a suggestion does not hold any more, since its words were changed.
export function remarks(shared, stale) {
  class Remarks {
    constructor(view) {
      this.held = null;
      this.threads = read();
      this.draw(view.state);
      this.listen = () => {
        this.threads = read();
        this.held = null;
        view.dispatch({ annotations: changed.of(true) });
      };
      document.addEventListener("review-shown", this.listen);
    }

    destroy() {
      document.removeEventListener("review-shown", this.listen);
    }

    update({ docChanged, state, transactions }) {
      if (docChanged || transactions.some((one) => one.annotation(changed))) this.draw(state);
    }

    draw(state) {
      const found = [];
      const holding = [];
      for (const thread of this.threads) {
        const place = placeOf(thread.anchor, shared);
        const holds = place !== null && place.to <= state.doc.length && state.sliceDoc(place.from, place.to) === thread.quote;
        holding.push(place === null ? "gone" : thread.suggests && holds);
        if (place === null || place.to > state.doc.length) continue;
        if (thread.suggests && holds) found.push(...suggestion(thread, place.from));
        else found.push(mark(thread, thread.suggests ? "remark suggestion" : "remark comment").range(place.from, place.to));
      }
      this.decorations = Decoration.set(found, true);
      const held = holding.join();
      if (this.held !== null && this.held !== held) stale();
      this.held = held;
    }
  }

  const plugin = ViewPlugin.fromClass(Remarks, { decorations: ({ decorations }) => decorations });
  const pick = EditorView.domEventHandlers({
    click({ target }) {
      const id = target.closest?.("[data-remark]")?.dataset.remark;
      if (id) document.dispatchEvent(new CustomEvent("remark-picked", { detail: id }));
    },
  });
  return [plugin, pick];
}

const mark = ({ id }, name) => Decoration.mark({ class: name, attributes: { "data-remark": id } });

function suggestion(thread, from) {
  const found = [mark(thread, "remark suggestion").range(from, from + thread.quote.length)];
  let at = from;
  for (const { kind, text } of thread.pieces) {
    if (kind === "INS") {
      found.push(Decoration.widget({ widget: new Inserted(text, thread.id), side: 1 }).range(at));
      continue;
    }
    if (kind === "DEL") found.push(Decoration.mark({ class: "remark-removed", tagName: "del" }).range(at, at + text.length));
    at += text.length;
  }
  return found;
}
