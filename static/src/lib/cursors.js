// Where the others are: a caret with a name, and what they have selected. Places are relative, so they move with the text.
// (The cursors of y-codemirror.next set inline styles in markup, which the Content-Security-Policy forbids.)
import { Annotation, RangeSet } from "@codemirror/state";
import { Decoration, ViewPlugin, WidgetType } from "@codemirror/view";
import * as Y from "yjs";

const moved = Annotation.define();

class Caret extends WidgetType {
  constructor(user) {
    super();
    this.user = user;
  }

  eq(other) {
    return other.user.id === this.user.id && other.user.name === this.user.name;
  }

  toDOM() {
    const caret = document.createElement("span");
    caret.className = "remote-caret";
    caret.style.setProperty("--hue", this.user.hue);
    const name = document.createElement("span");
    name.className = "remote-name";
    name.textContent = this.user.name;
    caret.append("\u2060", name, "\u2060");
    return caret;
  }

  ignoreEvent() {
    return true;
  }
}

export function cursors({ doc, text, awareness }) {
  const place = (position) => {
    const found = position && Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(position), doc);
    return found?.type === text ? found.index : null;
  };

  class Cursors {
    constructor(view) {
      this.decorations = RangeSet.empty;
      this.told = "";
      this.listen = ({ added, updated, removed }) => {
        const others = [...added, ...updated, ...removed].some((id) => id !== doc.clientID);
        if (others) view.dispatch({ annotations: moved.of(true) });
      };
      awareness.on("change", this.listen);
    }

    destroy() {
      awareness.off("change", this.listen);
    }

    update(update) {
      if (update.selectionSet || update.focusChanged || update.docChanged) this.tell(update);
      if (update.transactions.some((one) => one.annotation(moved))) this.decorations = this.draw(update.state);
      else if (update.docChanged) this.decorations = this.decorations.map(update.changes);
    }

    tell({ view, state }) {
      const { anchor, head } = state.selection.main;
      const at = (index) => Y.createRelativePositionFromTypeIndex(text, index);
      const cursor = view.hasFocus ? { anchor: at(anchor), head: at(head) } : null;
      if (JSON.stringify(cursor) === this.told) return;
      this.told = JSON.stringify(cursor);
      awareness.setLocalStateField("cursor", cursor);
    }

    draw(state) {
      const found = [];
      for (const [id, { user, cursor }] of awareness.getStates()) {
        if (id === doc.clientID || !user || !cursor) continue;
        const [anchor, head] = [place(cursor.anchor), place(cursor.head)];
        if (anchor === null || head === null || Math.max(anchor, head) > state.doc.length) continue;
        if (anchor !== head) {
          const mark = Decoration.mark({ class: "remote-selection", attributes: { style: `--hue: ${Number(user.hue)}` } });
          found.push(mark.range(Math.min(anchor, head), Math.max(anchor, head)));
        }
        found.push(Decoration.widget({ widget: new Caret(user), side: head > anchor ? -1 : 1 }).range(head));
      }
      return Decoration.set(found, true);
    }
  }

  return ViewPlugin.fromClass(Cursors, { decorations: (plugin) => plugin.decorations });
}
