// Passages of a page as it is read: what a selection says, and where a quotation of the source stands. Citations and
// formulas are left out on both sides, since the page shows them otherwise than the source; buttons are no part of the text.
const LEFT_OUT = ".citations, .citation, .katex, .math, .remark-part";
const WORD = /[\p{L}\p{N}_]+/gu;

export function said(range) {
  const part = range.cloneContents();
  for (const node of part.querySelectorAll(LEFT_OUT)) node.remove();
  return part.textContent;
}

// The words in the texts of `root`: {word, node, from, to}.
function words(root) {
  const found = [];
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(LEFT_OUT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    for (const match of node.data.matchAll(WORD)) found.push({ word: match[0], node, from: match.index, to: match.index + match[0].length });
  }
  return found;
}

// A finder of quotations in `root`; gives a Range or null.
export function finder(root) {
  const all = words(root);
  return (quote) => {
    const plain = quote.replace(/\[[^[\]]*@[^[\]]*\]/g, " ").replace(/\$[^$]*\$/g, " ");
    const wanted = [...plain.matchAll(WORD)].map(([word]) => word);
    if (!wanted.length) return null;
    // A selection may begin and end within words.
    const same = (said, i) => {
      if (said === undefined) return false;
      if (said === wanted[i]) return true;
      return (i === 0 && said.endsWith(wanted[i])) || (i === wanted.length - 1 && said.startsWith(wanted[i]));
    };
    const at = all.findIndex((_, n) => wanted.every((_word, i) => same(all[n + i]?.word, i)));
    if (at < 0) return null;
    const range = document.createRange();
    const last = all[at + wanted.length - 1];
    range.setStart(all[at].node, all[at].from);
    range.setEnd(last.node, last.to);
    return range;
  };
}
