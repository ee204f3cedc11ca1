// The page on which an article is edited, alone or with others: outline, CodeMirror,
// a preview, and the review.
import "./lib/htmx.js";
import { Assist } from "./lib/assist.js";
import { makeView } from "./lib/codemirror.js";
import { Images } from "./lib/images.js";
import { Locked } from "./lib/locked.js";
import { OutlinePanel } from "./lib/panel.js";
import { post } from "./lib/post.js";
import { showPeople } from "./lib/presence.js";
import { Preview } from "./lib/preview.js";
import { bindReviewing, renewer } from "./lib/reviewing.js";
import { Saved } from "./lib/saved.js";
import { Shared } from "./lib/shared.js";
import { bindToolbar } from "./lib/toolbar.js";
import { bindVersions } from "./lib/versions.js";

const PATIENCE = 8000;
const place = (id) => document.getElementById(id);
const editor = document.querySelector("[data-editor]");

function open(shared) {
  const { preview: previewAddress, diagrams, token } = editor.dataset;
  const known = JSON.parse(place("citation-keys").textContent);
  const checkDiagrams = (sources) => post(diagrams, token, { sources });
  const images = new Images(shared, place("image-state"), { address: editor.dataset.images, token, limit: editor.dataset.imageLimit });
  const bar = document.querySelector('[role="toolbar"]');
  const locked = new Locked(shared, place("locked"), bar);
  const touched = () => {
    preview.touched();
    panel.touched();
  };
  const tabs = [...editor.querySelectorAll('[role="tab"]')];
  const assist = new Assist(shared, editor.querySelector(".panes"), place("assist-pane"), place("assist-open"), tabs, place("assist-state"));
  const view = makeView(place("source"), shared, known, checkDiagrams, touched, [images.extension, locked.extension, assist.extension]);
  place("image-file").addEventListener("change", ({ target }) => images.choose(target, view));
  const preview = new Preview(place("preview"), view, known, (parts) => post(previewAddress, token, parts));
  const panel = new OutlinePanel(place("headings"), view, shared.undo);
  bindToolbar(bar, view);
  locked.follow(view);
  bindVersions(place("version-dialog"), shared);
  bindReviewing(view, shared);
  view.focus();
}

if (editor) {
  const shared = new Shared(editor.dataset.editor);
  new Saved(place("saved"), shared);
  showPeople(place("people"), shared);
  shared.onReview = renewer();
  const late = setTimeout(() => (place("plain").hidden = false), PATIENCE);
  shared.ready.then(() => {
    clearTimeout(late);
    place("plain").hidden = true;
    open(shared);
  });
}
