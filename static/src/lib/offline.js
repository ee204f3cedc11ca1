// The banner at the foot of the page while the server cannot be reached.
import htmx from "./htmx.js";

const PAUSE = 2000;
// Milliseconds that a sentence stays: at least, and for each letter.
const SHORTEST = 8000;
const LETTER = 80;
let sockets = 0;

export function watchConnection() {
  const show = (lost) => document.getElementById("offline")?.toggleAttribute("hidden", !lost);
  addEventListener("offline", () => show(true));
  addEventListener("online", () => show(false));
  document.addEventListener("htmx:sendError", ({ target, detail }) => {
    if (detail.requestConfig.verb !== "get" && !target.closest("dialog")) say("That was not sent. Do it again in a moment.");
    show(true);
    untilBack(() => sockets || show(false));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && sockets === 0) show(false);
  });
  document.addEventListener("htmx:wsClose", (event) => {
    if (event.detail.event.code === 1000 || !document.body.contains(event.target)) return;
    sockets += 1;
    show(true);
  });
  document.addEventListener("htmx:wsOpen", () => {
    sockets = 0;
    show(false);
  });
  document.addEventListener("htmx:responseError", (event) => {
    const place = event.target.closest?.("dialog[open]")?.querySelector("[data-problem]");
    const text = trouble(event.detail.xhr);
    if (!place) return say(text);
    place.textContent = text;
    place.hidden = false;
  });
}

// What an answer that went wrong says: a sentence of its own, or that of the page which it would be on its own.
function trouble(xhr) {
  const type = xhr.getResponseHeader("Content-Type") ?? "";
  if (type.startsWith("text/plain") && xhr.responseText) return xhr.responseText;
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector(".message-page");
  if (page) return `${page.querySelector("h1").textContent.trim()}. ${page.querySelector("p").textContent.trim()}`;
  return "That did not work; nothing was changed. Reload the page and try again.";
}

// Asks until the server answers, since nothing else on the page may ask it before long. Parts that may have missed a
// change hear of it: hx-trigger="server-back from:body".
function untilBack(back) {
  clearTimeout(untilBack.timer);
  untilBack.timer = setTimeout(async () => {
    const reply = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
    if (!reply?.ok) return untilBack(back);
    back();
    htmx.trigger(document.body, "server-back");
  }, PAUSE);
}

// One sentence at the foot of the page, read aloud by screen readers.
export function say(text, undo) {
  const toast = document.getElementById("toast");
  toast.replaceChildren(text);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Undo";
    button.addEventListener("click", () => {
      toast.hidden = true;
      undo();
    });
    toast.append(button);
  }
  toast.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (toast.hidden = true), Math.max(SHORTEST, text.length * LETTER));
}

htmx.on("say", (event) => say(event.detail.value));
