// The article's source in sections: cut before each heading of the first two levels that stands outside code.
const FENCE = /^ {0,3}(```+|~~~+)/;
const CUT = /^ {0,3}#{1,2}[ \t]+\S/;

export function sections(text) {
  const found = [];
  let from = 0;
  let at = 0;
  let fence = "";
  for (const line of text.split("\n")) {
    const mark = FENCE.exec(line)?.[1];
    if (mark && !fence) fence = mark;
    else if (mark && mark[0] === fence[0] && mark.length >= fence.length) fence = "";
    else if (!fence && at > from && CUT.test(line)) {
      found.push(text.slice(from, at));
      from = at;
    }
    at += line.length + 1;
  }
  found.push(text.slice(from));
  return found;
}

// The known keys that a text cites, in the order of their first citation.
export function citedKeys(text, known) {
  const keys = new Set();
  for (const [, key] of text.matchAll(/@\{?([\w](?:[\w:.#$%&\-+?<>~/]*\w)?)/g)) if (known.has(key)) keys.add(key);
  return [...keys];
}
