// `part` itself and everything in it that matches a selector.
export function within(part, selector) {
  if (!part.querySelectorAll) return [];
  const found = [...part.querySelectorAll(selector)];
  return part.matches?.(selector) ? [part, ...found] : found;
}
