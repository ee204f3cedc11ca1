// Tabs as the ARIA practices describe them: one tab stop, arrows move, the panel follows.
import { within } from "./find.js";

export function bindTabs(part) {
  for (const list of within(part, '[role="tablist"]')) {
    if (list.dataset.bound) continue;
    list.dataset.bound = "yes";
    const tabs = [...list.querySelectorAll('[role="tab"]')];
    // Without a script all panels are there.
    select(tabs, tabs.find((tab) => tab.getAttribute("aria-selected") === "true"));
    list.addEventListener("click", (event) => {
      const tab = event.target.closest('[role="tab"]');
      if (tab) select(tabs, tab);
    });
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const at = tabs.indexOf(document.activeElement);
      if (!step || at < 0) return;
      const next = tabs[(at + step + tabs.length) % tabs.length];
      next.focus();
      select(tabs, next);
    });
  }
}

export function select(tabs, chosen) {
  for (const tab of tabs) {
    const on = tab === chosen;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls"))?.toggleAttribute("data-off", !on);
  }
}
