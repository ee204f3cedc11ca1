// The page on which an article is edited: CodeMirror on the left, preview on the right, saved as one types.
import "./lib/htmx.js";
import { makeView } from "./lib/codemirror.js";
import { bindConflict } from "./lib/conflict.js";
import { Preview } from "./lib/preview.js";
import { Saver } from "./lib/saver.js";

const form = document.querySelector("[data-editor]");
if (form) {
  const area = form.querySelector("textarea");
  const known = JSON.parse(document.getElementById("citation-keys").textContent);
  const view = makeView(area, known, () => {
    saver.touched();
    preview.touched();
  });
  const text = () => view.state.doc.toString();
  const saver = new Saver(form, text);
  const preview = new Preview(form, view, text);
  bindConflict(form, view, saver, preview);
}
