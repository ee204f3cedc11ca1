// Citations of an article: hover or focus shows a card, a click shows the evidence.
import htmx from "./htmx.js";
import { within } from "./find.js";
import { say } from "./offline.js";

const cards = new Map();
let timer = 0;

export function bindCitations(part) {
  for (const page of within(part, "[data-evidence-address]")) {
    if (page.dataset.bound) continue;
    page.dataset.bound = "yes";
    for (const name of ["mouseover", "focusin"]) {
      page.addEventListener(name, (event) => {
        const link = event.target.closest("a.citation");
        clearTimeout(timer);
        if (link) timer = setTimeout(() => showCard(page, link), 150);
        else if (!event.target.closest("#card")) hideCard();
      });
    }
    page.addEventListener("keydown", (event) => event.key === "Escape" && hideCard());
    page.addEventListener("click", (event) => {
      if (event.target.closest("[data-close-evidence]")) closeEvidence(page);
      const link = event.target.closest("a.citation");
      if (!link || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      showEvidence(page, link);
    });
  }
}

function address(page, link, more = "") {
  const query = new URLSearchParams({ paper: link.dataset.key, sentence: link.dataset.evidence ?? "" });
  return `${page.dataset.evidenceAddress}?${query}${more}`;
}

async function showCard(page, link) {
  const html = await cardOf(address(page, link, "&card=1"));
  if (!html || link.classList.contains("chosen") || !(link.matches(":hover") || link.matches(":focus"))) return;
  const card = document.getElementById("card");
  card.innerHTML = html;
  card.hidden = false;
  const at = link.getBoundingClientRect();
  const below = at.bottom + card.offsetHeight + 12 < innerHeight;
  card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - card.offsetWidth - 16)) + scrollX}px`;
  card.style.top = `${(below ? at.bottom + 6 : at.top - card.offsetHeight - 6) + scrollY}px`;
}

// What could not be fetched is asked for again the next time.
async function cardOf(url) {
  if (!cards.has(url)) {
    const reply = await fetch(url).catch(() => null);
    if (!reply?.ok) return "";
    cards.set(url, await reply.text());
  }
  return cards.get(url);
}

function hideCard() {
  const card = document.getElementById("card");
  if (card) card.hidden = true;
}

function closeEvidence(page) {
  page.querySelector("#evidence").replaceChildren();
  page.querySelector(".citation.chosen")?.focus();
}

function showEvidence(page, link) {
  hideCard();
  for (const other of page.querySelectorAll(".citation.chosen")) other.classList.remove("chosen");
  link.classList.add("chosen");
  const evidence = htmx.ajax("GET", address(page, link), { target: "#evidence", swap: "innerHTML" });
  evidence.catch(() => say("The evidence could not be fetched. Choose the citation again in a moment."));
}
