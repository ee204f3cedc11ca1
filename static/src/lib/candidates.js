// Lists of candidates by keyboard: the arrow keys go from one tick box to the next.
export function bindCandidates() {
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.matches('[data-candidates] input[type="checkbox"]')) return;
    event.preventDefault();
    const boxes = [...event.target.form.querySelectorAll('input[name="include"]')];
    boxes[boxes.indexOf(event.target) + step]?.focus();
  });
}
