// The contents list marks the section that is being read.
import { within } from "./find.js";

export function followContents(part) {
  for (const list of within(part, "[data-contents]")) {
    const links = new Map();
    for (const link of list.querySelectorAll('a[href^="#"]')) links.set(decodeURIComponent(link.hash.slice(1)), link);
    const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    const mark = () => {
      if (!list.isConnected) return removeEventListener("scroll", mark);
      const line = innerHeight * 0.25;
      const current = headings.findLast((heading) => heading.getBoundingClientRect().top < line) ?? headings[0];
      for (const link of links.values()) link.removeAttribute("aria-current");
      const link = links.get(current?.id);
      link?.setAttribute("aria-current", "true");
      if (link && list.scrollHeight > list.clientHeight) {
        list.scrollTop = link.offsetTop - list.offsetTop - list.clientHeight / 2;
      }
    };
    addEventListener("scroll", mark, { passive: true });
    mark();
  }
}
