// Dialogs: `data-dialog="id"` opens one, `data-close` or a click beside it closes it; one that htmx fills opens when it is
// filled.
import { leave } from "./unsent.js";

export function bindDialogs() {
  let pressed = null;
  document.addEventListener("pointerdown", ({ target }) => (pressed = target));
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      event.preventDefault();
      document.getElementById(opener.dataset.dialog)?.showModal();
    }
    const dialog = event.target.closest("dialog[open]");
    const outside = event.target === dialog && pressed === dialog && beside(dialog, event);
    if (dialog && (outside || event.target.closest("[data-close]"))) leave(dialog);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const dialog = event.detail.target?.closest?.("dialog[data-filled]");
    if (dialog && !dialog.open) dialog.showModal();
  });
}

// A selection that began in the dialog and ends beside it is no click beside it, nor is a click into its margin.
function beside(dialog, { clientX: x, clientY: y }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return x < left || x > right || y < top || y > bottom;
}
