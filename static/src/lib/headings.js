// The headings of a Markdown source, and the changes that move, rename or delete the sections below them.
const FENCE = /^ {0,3}(```+|~~~+)/;
const HEADING = /^( {0,3}(#{1,6})[ \t]+)(\S.*?)([ \t]+#+)?[ \t]*$/;

// {level, title, from, to (end of the heading's line), end (of its section), titleFrom, titleTo}; places in the text.
export function headings(text) {
  const found = [];
  let fence = "";
  let at = 0;
  for (const line of text.split("\n")) {
    const mark = FENCE.exec(line)?.[1];
    const match = !fence && !mark && HEADING.exec(line);
    if (mark && !fence) fence = mark;
    else if (mark && mark[0] === fence[0] && mark.length >= fence.length) fence = "";
    if (match) {
      const titleFrom = at + match[1].length;
      found.push({ level: match[2].length, title: match[3], from: at, to: at + line.length, titleFrom, titleTo: titleFrom + match[3].length });
    }
    at += line.length + 1;
  }
  for (const [n, one] of found.entries()) {
    one.end = found.slice(n + 1).find((other) => other.level <= one.level)?.from ?? text.length;
  }
  return found;
}

// The changes that take the section `one` before the section `other` (or, `after`, behind it), on that one's level;
// null where it would land in itself.
export function moved(text, one, other, after = false) {
  const place = after ? other.end : other.from;
  if (place >= one.from && place <= one.end) return null;
  const shift = other.level - one.level;
  const block = relevelled(text.slice(one.from, one.end), shift);
  const gap = block.endsWith("\n\n") ? "" : block.endsWith("\n") ? "\n" : "\n\n";
  const lead = place > 0 && text[place - 1] !== "\n" ? "\n\n" : "";
  return [{ from: one.from, to: one.end }, { from: place, insert: lead + block + gap }];
}

function relevelled(block, shift) {
  if (!shift) return block;
  let made = block;
  for (const { from, level } of headings(block).reverse()) {
    const marks = made.slice(from).match(/^ {0,3}#+/)[0];
    made = made.slice(0, from) + "#".repeat(Math.min(6, Math.max(2, level + shift))) + made.slice(from + marks.length);
  }
  return made;
}
