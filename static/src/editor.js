// The page on which an article is edited, alone or with others: CodeMirror on the left, preview on the right.
import "./lib/htmx.js";
import { makeView } from "./lib/codemirror.js";
import { showPeople } from "./lib/presence.js";
import { Preview } from "./lib/preview.js";
import { Saved } from "./lib/saved.js";
import { Shared } from "./lib/shared.js";

const editor = document.querySelector("[data-editor]");
if (editor) {
  const shared = new Shared(editor.dataset.editor);
  new Saved(document.getElementById("saved"), shared);
  showPeople(document.getElementById("people"), shared);
  const late = setTimeout(() => document.getElementById("plain").removeAttribute("hidden"), 8000);
  shared.ready.then(() => {
    clearTimeout(late);
    document.getElementById("plain").hidden = true;
    const known = JSON.parse(document.getElementById("citation-keys").textContent);
    const view = makeView(document.getElementById("source"), shared, known, () => preview.touched());
    const preview = new Preview(document.getElementById("preview"), view, known);
    view.focus();
  });
}
