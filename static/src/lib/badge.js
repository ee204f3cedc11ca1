// On pages about an article: whether it is locked, as it is now, and what can only be done while it is open.
import { within } from "./find.js";
import { follow } from "./news.js";

export function bindLockBadge(part) {
  for (const badge of within(part, "[data-lock-of]")) {
    follow(badge, badge.dataset.lockOf, (_kind, _sub, locked) => {
      if (locked === null) return;
      badge.hidden = !locked;
      for (const one of document.querySelectorAll("[data-while-open]")) one.hidden = locked;
    });
  }
}
