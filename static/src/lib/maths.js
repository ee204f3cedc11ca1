// Maths: elements of class math, whose text is TeX, set by KaTeX, which is loaded only where there are any.
import { within } from "./find.js";

export async function typesetMaths(part) {
  const formulas = within(part, ".math:not([data-set])");
  if (!formulas.length) return;
  for (const formula of formulas) formula.dataset.set = "yes";
  const { default: katex } = await import("katex");
  for (const formula of formulas) {
    katex.render(formula.textContent, formula, {
      displayMode: formula.classList.contains("display"),
      throwOnError: false,
      strict: "ignore",
      trust: false,
      maxExpand: 200,
      maxSize: 20,
    });
  }
}
