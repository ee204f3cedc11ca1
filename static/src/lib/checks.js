// What is wrong in the source, underlined: citations of works that the collection does not hold, formulas that KaTeX
// cannot read, diagrams that cannot be drawn.
import { linter, lintKeymap } from "@codemirror/lint";
import { keymap } from "@codemirror/view";

const FENCE = /^ {0,3}(```+|~~~+)[ \t]*\{?\.?(\w*)[^\n]*\n([\s\S]*?)^ {0,3}\1[ \t]*$/gm;
const CODE = /`[^`\n]+`/g;
const CITATION = /\[[^[\]\n]*?@[^[\]]*\]/g;
const KEY = /(?<![\w.])@\{?(\w(?:[\w:.#$%&\-+?<>~/]*\w)?)/g;
const FORMULA = /(?<![\\$])\$\$([^$]+)\$\$|(?<![\\$\w])\$(?=\S)([^$\n]*[^\s\\])\$(?![\d$])/g;

const blank = (found) => found.replace(/[^\n]/g, " ");

export function checks(known, checkDiagrams) {
  const keys = new Set(known.map(({ key }) => key));
  const formulas = new Map();
  const diagrams = new Map();

  async function formula(source, display) {
    if (!formulas.has(source)) formulas.set(source, await faultOf(source, display));
    return formulas.get(source);
  }

  async function diagramFaults(fences) {
    const unknown = [...new Set(fences.map(({ source }) => source))].filter((source) => !diagrams.has(source));
    if (!unknown.length) return;
    const faults = await checkDiagrams(unknown);
    for (const [n, source] of unknown.entries()) diagrams.set(source, faults[n]);
  }

  async function look(view) {
    const text = view.state.doc.toString();
    const fences = [...text.matchAll(FENCE)]
      .filter(([, , language]) => language === "mermaid")
      .map((match) => ({ from: match.index, to: match.index + match[0].length, source: match[3] }));
    const prose = text.replace(FENCE, blank).replace(CODE, blank);
    const found = [];
    for (const citation of prose.matchAll(CITATION)) {
      for (const match of citation[0].matchAll(KEY)) {
        const from = citation.index + match.index;
        if (!keys.has(match[1])) found.push(problem(from, from + match[0].length, `The collection holds no work ${match[1]}.`));
      }
    }
    for (const match of prose.matchAll(FORMULA)) {
      const fault = await formula(match[1] ?? match[2], match[1] !== undefined);
      if (fault) found.push(problem(match.index, match.index + match[0].length, fault));
    }
    await diagramFaults(fences).catch(() => {});
    for (const { from, to, source } of fences) {
      if (diagrams.get(source)) found.push(problem(from, to, diagrams.get(source)));
    }
    return found.sort((a, b) => a.from - b.from);
  }

  return [linter(look, { delay: 900 }), keymap.of(lintKeymap)];
}

const problem = (from, to, message) => ({ from, to, message, severity: "warning" });

async function faultOf(source, displayMode) {
  const { default: katex } = await import("katex");
  try {
    katex.renderToString(source, { displayMode, strict: "ignore", trust: false, maxExpand: 200 });
    return "";
  } catch (error) {
    return `This formula cannot be set: ${error.message.replace(/^KaTeX parse error: /, "")}`;
  }
}
