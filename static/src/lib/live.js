// The run page: the socket resumes after the last event shown, <main> carries the run's status, and where the socket
// stays away the page asks every few seconds.
import htmx from "./htmx.js";
import { notifyEnd } from "./notify.js";

const seen = () => document.getElementById("run-seq")?.value;

export function followRun() {
  htmx.createWebSocket = (address) => {
    const url = new URL(address);
    if (seen()) url.searchParams.set("after", seen());
    return new WebSocket(url);
  };

  const state = { open: false };
  document.addEventListener("htmx:wsOpen", () => (state.open = true));
  document.addEventListener("htmx:wsClose", () => (state.open = false));
  setInterval(() => {
    const poll = document.getElementById("run-poll");
    if (poll && !state.open) htmx.trigger(poll, "poll");
  }, 4000);

  document.addEventListener("htmx:wsAfterMessage", () => showStatus());
  document.addEventListener("htmx:afterSettle", () => showStatus());
}

function showStatus() {
  const head = document.getElementById("run-head");
  const main = document.querySelector("main");
  if (head) {
    main.dataset.runStatus = head.dataset.status;
    announce(head.querySelector(".badge").textContent);
    notifyEnd(head.dataset.status, head.querySelector("h1").textContent, head.dataset.message);
  } else if (document.querySelector(".article-page")) {
    main.dataset.runStatus = "done";
    announce("Done: the article is here.");
    notifyEnd("done", document.querySelector(".article-page h1")?.textContent ?? "", "The article is here.");
  }
}

// The head of the page is replaced many times a minute; only a change of status is read aloud.
function announce(text) {
  const place = document.getElementById("announce");
  if (place && place.textContent !== text) place.textContent = text;
}
