// What somebody wrote and did not send: forms marked data-unsent are not left without the browser asking, and no dialog
// throws such text away unasked.
const QUESTION = "Throw away what you wrote?";

// Whether a field holds something else than the page put there.
export function typed(field) {
  return field.defaultValue !== undefined && field.value !== field.defaultValue;
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
