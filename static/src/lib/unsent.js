// What somebody wrote and did not send: forms marked data-unsent are not left without the browser asking, and no dialog
// throws such text away unasked.
const QUESTION = "Throw away what you wrote?";

// What each field held when somebody first came to it. What the page put there is no measure: browsers leave out what a
// field cannot hold, such as a line's end, and that is not written by anybody.
const before = new WeakMap();

// Whether somebody changed what a field holds.
export function typed(field) {
  return before.has(field) && field.value !== before.get(field);
}

// Whether something was written in `place`; a form whose fields a script makes says so by data-changed.
function isUnsent(place) {
  if (place.dataset.unsent === "changed") return place.hasAttribute("data-changed");
  return [...place.querySelectorAll('textarea, input:not([type="hidden"])')].some(typed);
}

// Closes a dialog, unless the person wants to keep what it holds.
export function leave(dialog) {
  if (!isUnsent(dialog) || confirm(QUESTION)) dialog.close();
}

export function guardUnsent() {
  document.addEventListener("focusin", ({ target }) => {
    if (typeof target.value === "string" && !before.has(target)) before.set(target, target.value);
  });
  document.addEventListener("reset", ({ target }) => {
    for (const field of target.elements) before.delete(field);
  });
  let sending = false;
  addEventListener("submit", (event) => (sending = !event.defaultPrevented));
  addEventListener("beforeunload", (event) => {
    if (!sending && [...document.querySelectorAll("form[data-unsent]")].some(isUnsent)) event.preventDefault();
  });
  // Before the browser closes the dialog, which a second Escape does whatever one says to its cancel event.
  document.addEventListener("keydown", (event) => {
    const dialog = event.key === "Escape" && !event.isComposing && event.target.closest?.("dialog[open]");
    if (!dialog || !isUnsent(dialog)) return;
    event.preventDefault();
    leave(dialog);
  });
  // The other ways, such as a phone's way back.
  document.addEventListener("cancel", (event) => {
    if (!event.target.matches("dialog") || !isUnsent(event.target)) return;
    event.preventDefault();
    leave(event.target);
  }, true);
  document.addEventListener("close", ({ target }) => target.matches("dialog") && target.querySelector("form")?.reset(), true);
}
