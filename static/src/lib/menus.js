// Menus: a button with aria-expanded and the list that follows it; arrows move, Escape closes.
export function bindMenus() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-menu]");
    for (const open of document.querySelectorAll('[data-menu][aria-expanded="true"]')) {
      if (open !== button) toggle(open, false);
    }
    if (button) toggle(button, button.getAttribute("aria-expanded") !== "true");
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest(".menu");
    const button = menu?.querySelector("[data-menu]");
    if (!button) return;
    const items = [...menu.querySelectorAll('[role="menuitem"]')];
    const at = items.indexOf(document.activeElement);
    const open = button.getAttribute("aria-expanded") === "true";
    if (event.key === "Escape" && open) {
      toggle(button, false);
      button.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      toggle(button, true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      items[at < 0 ? (step > 0 ? 0 : items.length - 1) : (at + step + items.length) % items.length]?.focus();
    } else if (event.key === "Tab") {
      toggle(button, false);
    }
  });
}

function toggle(button, open) {
  button.setAttribute("aria-expanded", String(open));
  const list = button.nextElementSibling;
  list.hidden = !open;
  // It hangs from the button's end, unless it would hang out of the window there.
  list.classList.remove("from-start");
  list.classList.toggle("from-start", list.getBoundingClientRect().left < 0);
}
