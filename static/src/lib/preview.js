// The preview beside the source, section by section: what changed is asked for a moment after the last change, what is
// in sight first. It scrolls to what is being edited.
import { typesetMaths } from "./maths.js";
import { citedKeys, sections } from "./sections.js";

const PAUSE = 350;
const AGAIN = 3000;
// Characters of source in one request.
const MOST = 30_000;
const HEADING = /^ {0,3}#{1,6}[ \t]+\S/;

export class Preview {
  // ask: posts {sections, keys}, gives a list of HTML.
  constructor(pane, view, known, ask) {
    Object.assign(this, { pane, view, ask, known: new Set(known.map(({ key }) => key)), parts: [], keys: [] });
    view.scrollDOM.addEventListener("scroll", () => requestAnimationFrame(() => this.follow()), { passive: true });
    this.show();
  }

  touched() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), PAUSE);
  }

  async show() {
    clearTimeout(this.timer);
    this.divide(this.view.state.doc.toString());
    if (this.running) return;
    this.running = true;
    let pause = 0;
    try {
      for (let batch = this.next(); batch.length; batch = this.next()) await this.render(batch);
      this.number();
    } catch {
      pause = AGAIN;
    }
    this.running = false;
    if (pause) this.timer = setTimeout(() => this.show(), pause);
  }

  // Parts of the same source are kept, others take their place; new numbers of citations make all of them stale.
  divide(text) {
    const now = sections(text);
    const old = this.parts;
    let head = 0;
    while (head < Math.min(now.length, old.length) && now[head] === old[head].source) head += 1;
    let tail = 0;
    while (tail < Math.min(now.length, old.length) - head && now.at(-1 - tail) === old.at(-1 - tail).source) tail += 1;
    const middle = now.slice(head, now.length - tail).map((source, n) => {
      const was = old[head + n];
      const reused = head + n < old.length - tail ? was.place : this.pane.insertBefore(document.createElement("div"), old[old.length - tail]?.place ?? null);
      return { source, place: reused, shown: null };
    });
    for (const gone of old.slice(head + middle.length, old.length - tail)) gone.place.remove();
    this.parts = [...old.slice(0, head), ...middle, ...old.slice(old.length - tail)];
    const keys = citedKeys(text, this.known);
    if (keys.join() !== this.keys.join()) for (const part of this.parts) if (part.source.includes("@")) part.shown = null;
    this.keys = keys;
  }

  // The stale parts nearest to what is in sight, as many as go into one request.
  next() {
    const top = this.pane.scrollTop + this.pane.offsetTop;
    const far = ({ place }) => Math.abs(place.offsetTop + place.offsetHeight / 2 - top - this.pane.clientHeight / 2);
    const stale = this.parts.filter((part) => part.shown !== part.source).sort((a, b) => far(a) - far(b));
    let size = 0;
    return stale.filter(({ source }, n) => (size += source.length) < MOST || n === 0);
  }

  async render(batch) {
    const sources = batch.map(({ source }) => source);
    const rendered = await this.ask({ sections: sources, keys: this.keys });
    for (const [n, part] of batch.entries()) {
      if (part.source === sources[n]) part.shown = sources[n];
      part.place.innerHTML = rendered[n];
      await typesetMaths(part.place);
    }
  }

  // Each section comes with figures and tables counted from 1; in the pane they count on, as they do in the article.
  number() {
    for (const kind of ["figure", ".table"]) {
      for (const [n, part] of [...this.pane.querySelectorAll(kind)].entries()) {
        const label = part.querySelector(".label");
        if (!label) continue;
        label.textContent = label.textContent.replace(/\d+/, n + 1);
        if (kind === ".table") part.setAttribute("aria-label", label.textContent.replace(/\.$/, ""));
        else for (const image of part.querySelectorAll("img")) image.alt = image.alt.replace(/\d+/, n + 1);
      }
    }
  }

  // The same heading at the top of both sides, and between two headings the same share of the way.
  follow() {
    const { view, pane } = this;
    const top = view.scrollDOM.scrollTop;
    const headings = [...pane.querySelectorAll("h1, h2, h3, h4, h5, h6")];
    const blocks = this.headings().map((from) => view.lineBlockAt(from).top);
    let at = -1;
    while (at + 1 < blocks.length && blocks[at + 1] <= top) at += 1;
    if (blocks.length !== headings.length) {
      const share = top / Math.max(1, view.scrollDOM.scrollHeight - view.scrollDOM.clientHeight);
      pane.scrollTop = share * (pane.scrollHeight - pane.clientHeight);
      return;
    }
    const offset = (n) => (n < 0 ? 0 : n < headings.length ? headings[n].offsetTop - pane.offsetTop : pane.scrollHeight);
    const from = at < 0 ? 0 : blocks[at];
    const to = at + 1 < blocks.length ? blocks[at + 1] : view.scrollDOM.scrollHeight;
    pane.scrollTop = offset(at) + ((top - from) / Math.max(1, to - from)) * (offset(at + 1) - offset(at));
  }

  // Where headings begin in the source; found anew when that has changed.
  headings() {
    const { doc } = this.view.state;
    if (this.doc === doc) return this.tops;
    this.doc = doc;
    this.tops = [];
    let fenced = false;
    for (let n = 1; n <= doc.lines; n += 1) {
      const line = doc.line(n);
      if (/^\s*(```|~~~)/.test(line.text)) fenced = !fenced;
      else if (!fenced && HEADING.test(line.text)) this.tops.push(line.from);
    }
    return this.tops;
  }
}
