// Maths: elements of class math, whose text is TeX, set by KaTeX, which is loaded only where there are any.
import { within } from "./find.js";

export async function typesetMaths(part) {
  const formulas = within(part, ".math:not([data-set])");
  if (!formulas.length) return;
  for (const formula of formulas) formula.dataset.set = "yes";
  const { default: katex } = await import("katex");
  for (const formula of formulas) set(katex, formula);
}

// KaTeX's own error mark is styled inline, which the Content-Security-Policy forbids.
function set(katex, formula) {
  const source = formula.textContent;
  const displayMode = formula.classList.contains("display");
  try {
    katex.render(source, formula, { displayMode, strict: "ignore", trust: false, maxExpand: 200, maxSize: 20 });
  } catch (error) {
    formula.textContent = source;
    formula.classList.add("broken");
    formula.title = error.message;
  }
}
