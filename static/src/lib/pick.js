// Choosing papers of the library for a survey: Enter in the search field searches, ticks go once they are taken in, and
// the focus stays in the list of the chosen.
import { within } from "./find.js";

let dropped = -1;

export function bindPick(part) {
  for (const field of within(part, "[data-find]")) {
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }
  for (const basket of within(part, "#basket")) {
    const drops = [...basket.querySelectorAll('[name="drop"]')];
    // The focus goes on to the next paper when one was left out.
    if (dropped >= 0) drops[Math.min(dropped, drops.length - 1)]?.focus();
    dropped = -1;
    for (const [at, button] of drops.entries()) button.addEventListener("click", () => (dropped = at));
  }
  for (const button of within(part, "[data-add]")) {
    button.addEventListener("htmx:afterRequest", (event) => {
      if (!event.detail.successful) return;
      for (const box of document.querySelectorAll("#pick :checked")) {
        if (box.name === "paper") box.closest("li").remove();
        else box.checked = false;
      }
    });
  }
}
