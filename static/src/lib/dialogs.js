// Dialogs: `data-dialog="id"` opens one, `data-close` closes it; one that htmx fills opens when it is filled.
export function bindDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      event.preventDefault();
      document.getElementById(opener.dataset.dialog)?.showModal();
    }
    if (event.target.closest("[data-close]") || event.target.matches?.("dialog[open]")) {
      event.target.closest("dialog")?.close();
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const dialog = event.detail.target?.closest?.("dialog[data-filled]");
    if (dialog && !dialog.open) dialog.showModal();
  });
}
