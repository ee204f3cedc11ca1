// Moves in a tree kept as a flat list: each section has a depth, its subsections follow it. Every function changes the
// list in place and returns the index to look at next, or null where the move is not possible.
export const DEEPEST = 3;

// Index after the last subsection of the section at `at`.
export function end(list, at) {
  let last = at + 1;
  while (last < list.length && list[last].depth > list[at].depth) last += 1;
  return last;
}

export function numbered(list) {
  const counts = [];
  return list.map(({ depth }) => {
    counts.length = depth;
    counts[depth - 1] = (counts[depth - 1] ?? 0) + 1;
    return Array.from(counts, (count) => count ?? 1).join(".");
  });
}

function before(list, at) {
  for (let i = at - 1; i >= 0 && list[i].depth >= list[at].depth; i -= 1) {
    if (list[i].depth === list[at].depth) return i;
  }
  return null;
}

function height(list, at) {
  return Math.max(...list.slice(at, end(list, at)).map((section) => section.depth)) - list[at].depth;
}

export const move = (step) => (list, at) => {
  if (step < 0) {
    const previous = before(list, at);
    if (previous === null) return null;
    list.splice(previous, 0, ...list.splice(at, end(list, at) - at));
    return previous;
  }
  const next = end(list, at);
  if (next >= list.length || list[next].depth !== list[at].depth) return null;
  const length = end(list, next) - next;
  list.splice(at, 0, ...list.splice(next, length));
  return at + length;
};

export function indent(list, at) {
  if (before(list, at) === null || list[at].depth + height(list, at) >= DEEPEST) return null;
  for (const section of list.slice(at, end(list, at))) section.depth += 1;
  return at;
}

export function outdent(list, at) {
  if (list[at].depth === 1) return null;
  const parent = list.findLastIndex((section, i) => i < at && section.depth < list[at].depth);
  const after = end(list, parent);
  const block = list.splice(at, end(list, at) - at);
  for (const section of block) section.depth -= 1;
  list.splice(after - block.length, 0, ...block);
  return after - block.length;
}

export const add = (id) => (list, at) => {
  const place = at < 0 ? 0 : end(list, at);
  const depth = at < 0 ? 1 : list[at].depth;
  list.splice(place, 0, { id, title: "New section", depth, construction: "", analysis: "", papers: [] });
  return place;
};

export function remove(list, at) {
  list.splice(at, end(list, at) - at);
  return Math.min(at, list.length - 1);
}

export function mergeUp(list, at) {
  const into = before(list, at);
  if (into === null) return null;
  const [gone] = list.splice(at, 1);
  const kept = list[into];
  kept.papers = [...new Set([...kept.papers, ...gone.papers])];
  for (const name of ["construction", "analysis"]) kept[name] = [kept[name], gone[name]].filter(Boolean).join(" ");
  return into;
}

// Moves the section at `from` with all below it before the one at `to`, on that one's level.
export function place(list, from, to) {
  const stop = end(list, from);
  if (to >= from && to < stop) return null;
  const depth = list[to].depth;
  if (depth + height(list, from) > DEEPEST) return null;
  const block = list.splice(from, stop - from);
  const shift = depth - block[0].depth;
  for (const section of block) section.depth += shift;
  const at = to > from ? to - block.length : to;
  list.splice(at, 0, ...block);
  return at;
}
