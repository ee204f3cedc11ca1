// The preview beside the source: asked for a moment after the last change, and scrolled to the heading being edited.
import { typesetMaths } from "./maths.js";

const PAUSE = 350;
const HEADING = /^ {0,3}#{1,6}[ \t]+\S/;

export class Preview {
  constructor(form, view, text) {
    this.form = form;
    this.view = view;
    this.text = text;
    this.pane = document.getElementById("preview");
    this.number = 0;
    view.scrollDOM.addEventListener("scroll", () => requestAnimationFrame(() => this.follow()), { passive: true });
  }

  touched() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), PAUSE);
  }

  async show() {
    const number = ++this.number;
    const data = new FormData(this.form);
    data.set("text", this.text());
    let reply;
    try {
      reply = await fetch(this.form.dataset.preview, { method: "POST", body: data });
    } catch {
      return;
    }
    // An answer that comes after a later one's is old.
    if (!reply.ok || number !== this.number) return;
    const at = this.pane.scrollTop;
    this.pane.innerHTML = await reply.text();
    await typesetMaths(this.pane);
    this.pane.scrollTop = at;
  }

  // The same heading at the top of both sides, and between two headings the same share of the way.
  follow() {
    const { view, pane } = this;
    const top = view.scrollDOM.scrollTop;
    const headings = [...pane.querySelectorAll("h1, h2, h3, h4, h5, h6")];
    const blocks = this.headingTops();
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

  headingTops() {
    const tops = [];
    let fenced = false;
    for (let n = 1; n <= this.view.state.doc.lines; n += 1) {
      const line = this.view.state.doc.line(n);
      if (/^\s*(```|~~~)/.test(line.text)) fenced = !fenced;
      else if (!fenced && HEADING.test(line.text)) tops.push(this.view.lineBlockAt(line.from).top);
    }
    return tops;
  }
}
