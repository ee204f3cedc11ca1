// Reviewing an article while it is read: select text, comment or suggest; what is commented on is marked, and the panel
// follows what others do.
import htmx from "./htmx.js";
import { within } from "./find.js";
import { follow } from "./news.js";
import { say } from "./offline.js";
import { finder, said } from "./passages.js";
import { openThread } from "./threads.js";

// Type of the server's message that comments, suggestions or reviews changed; 0, 2 is a change of the text.
const REVIEWED = 101;
const BEFORE = 300;

// Where each thread's passage stands in the page, by the id of its item in the panel.
const places = new Map();

export function bindReview(part) {
  for (const page of within(part, "[data-review]")) {
    if (page.dataset.reviewBound) continue;
    page.dataset.reviewBound = "yes";
    follow(page, page.dataset.review, heard);
    page.addEventListener("click", lead);
    const text = page.querySelector('section[aria-label="Article"]');
    for (const button of page.querySelectorAll("[data-thread]")) {
      // Pressing a button must not take the selection away.
      button.addEventListener("pointerdown", (event) => event.preventDefault());
      button.addEventListener("click", () => begin(page, text, button.dataset.thread));
    }
    if (document.getElementById("thread-dialog")) offerParts(text);
  }
  if (within(part, "#review").length) {
    mark();
    for (const button of document.querySelectorAll("#review [data-show]")) button.hidden = false;
    document.dispatchEvent(new CustomEvent("review-shown"));
  }
}

// A button at each section, and in the caption of each figure and table: comment on it as a whole.
function offerParts(text) {
  for (const place of text.querySelectorAll("h2, h3, h4, h5, h6, figure, .table")) {
    const heading = /^H/.test(place.tagName);
    const name = heading ? `section “${place.textContent.trim()}”` : place.classList.contains("table") ? "table" : "figure";
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "remark-part", title: `Comment on this ${heading ? "section" : name}` });
    button.setAttribute("aria-label", `Comment on the ${name}`);
    button.addEventListener("click", () => beginPart(text, place, name));
    if (heading) {
      place.after(button);
    } else {
      button.textContent = "Comment";
      place.querySelector("figcaption, caption").append(" ", button);
    }
  }
}

function beginPart(text, place, name) {
  const shown = name[0].toUpperCase() + name.slice(1);
  if (name === "figure") {
    const image = imageName(text, place.querySelector("img"));
    const figure = image ? "" : decodeURIComponent(place.querySelector("img").src.split("/").pop()).replace(/\.svg$/, "");
    openThread({ kind: "comment", part: { figure, image, name: shown } });
  } else if (name === "table") {
    const row = document.createRange();
    row.selectNodeContents(place.querySelector("tr"));
    openThread({ kind: "comment", quote: said(row).trim().replace(/\s+/g, " "), before: saidBefore(text, row) });
  } else {
    openThread({ kind: "comment", part: { section: place.id, name: shown } });
  }
}

// The number of an image of the article and at which of the places that show it, as the server names it.
function imageName(text, image) {
  const number = /\/images\/(\d+)$/.exec(image.src)?.[1];
  const same = [...text.querySelectorAll(".picture img")].filter(({ src }) => src === image.src);
  return number ? `${number}-${same.indexOf(image)}` : "";
}

function saidBefore(text, range) {
  const lead = document.createRange();
  lead.setStart(text, 0);
  lead.setEnd(range.startContainer, range.startOffset);
  return said(lead).slice(-BEFORE);
}

async function begin(page, text, kind) {
  const selection = getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const inside = range && text.contains(range.commonAncestorContainer);
  const quote = inside ? said(range).trim() : "";
  const before = inside ? saidBefore(text, range) : "";
  let source = "";
  if (kind === "suggestion" && quote) {
    const reply = await fetch(`${page.dataset.selection}?${new URLSearchParams({ quote, before })}`).catch(() => null);
    if (!reply?.ok) return say("The source of what you selected could not be fetched. Try again in a moment.");
    ({ source } = await reply.json());
  }
  openThread({ kind, quote, before, source });
}

// Marks what open threads are about, and lets their quotations lead there.
function mark() {
  const text = document.querySelector('[data-review] section[aria-label="Article"]');
  if (!text || !globalThis.CSS?.highlights) return;
  const find = placer(text);
  const ranges = { comment: [], suggestion: [] };
  places.clear();
  for (const thread of document.querySelectorAll("#review .thread[data-quote]")) {
    const range = find(thread.dataset);
    thread.querySelector("[data-show]").disabled = !range;
    if (!range) continue;
    ranges[thread.classList.contains("suggestion") ? "suggestion" : "comment"].push(range);
    const { startContainer: start } = range;
    places.set(thread.id, start.nodeType === Node.TEXT_NODE ? start.parentElement : start);
  }
  for (const [kind, found] of Object.entries(ranges)) CSS.highlights.set(kind, new Highlight(...found));
}

function lead({ target }) {
  const thread = target.closest("blockquote, .pieces, [data-show]")?.closest(".thread");
  places.get(thread?.id)?.scrollIntoView({ block: "center", behavior: "smooth" });
}

function heard(kind, sub, locked) {
  const panel = document.getElementById("review");
  const news = locked !== null && locked !== (panel?.dataset.locked === "yes");
  if (kind === REVIEWED || news) htmx.trigger("#review", "review-changed");
  else if (kind === 0 && sub === 2) document.getElementById("edited")?.removeAttribute("hidden");
}

// Finds what a thread is about: a whole section's heading, a figure, or the words that it quotes.
function placer(text) {
  const find = finder(text);
  const figures = new Map();
  for (const image of text.querySelectorAll(".diagram img, .picture img")) {
    const name = imageName(text, image) || decodeURIComponent(new URL(image.src).pathname).split(":")[0];
    figures.set(name, image.parentElement);
  }
  return ({ section, figure, image, quote }) => {
    const whole = section ? document.getElementById(section) : figures.get(figure ?? image);
    if (!whole) return section || figure || image ? null : find(quote);
    // A mark over an image would hide it.
    const caption = whole.querySelector("figcaption");
    const range = document.createRange();
    range.selectNodeContents(caption ?? whole);
    const button = caption?.querySelector(".remark-part");
    if (button) range.setEndBefore(button);
    return range;
  };
}
