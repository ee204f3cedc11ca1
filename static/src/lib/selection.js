// Lists with a tick box in each row: one box for all of them, Shift for a stretch, and how many are chosen.
import { within } from "./find.js";

export function bindSelection(part) {
  for (const form of within(part, "[data-selection]")) {
    const boxes = [...form.querySelectorAll('input[name="paper"]')];
    const all = form.querySelector("[data-all]");
    if (!all) continue;
    let last = null;
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
      show(form, all, boxes);
    });
    form.addEventListener("click", (event) => {
      const at = boxes.indexOf(event.target);
      if (at < 0) return;
      if (event.shiftKey && last !== null) {
        for (const box of boxes.slice(Math.min(at, last), Math.max(at, last) + 1)) box.checked = event.target.checked;
      }
      last = at;
      show(form, all, boxes);
    });
  }
}

function show(form, all, boxes) {
  const chosen = boxes.filter((box) => box.checked).length;
  all.checked = chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
  form.querySelector("[data-chosen]").textContent = chosen ? `${chosen} chosen` : "Choose all on this page";
}
