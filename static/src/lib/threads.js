// The dialog in which a comment or a suggestion is written. source: what a suggestion begins from; part: a section (the
// id of its heading), a figure (its signed source) or an image (its number and at which of its places) as a whole, with the
// name that it is shown by.
export function openThread({ kind, quote = "", before = "", near = "", source = "", part = {} }) {
  const dialog = document.getElementById("thread-dialog");
  const { elements } = dialog.querySelector("form");
  const suggests = kind === "suggestion";
  const shown = quote || part.name;
  dialog.querySelector("h2").textContent = suggests ? "Suggest a change" : shown ? "Comment" : "Comment on the whole article";
  dialog.querySelector("[data-quote-shown]").textContent = shown ?? "";
  dialog.querySelector("[data-quote-shown]").hidden = !shown;
  dialog.querySelector("[data-suggest]").hidden = !suggests;
  dialog.querySelector("[data-text-label]").textContent = suggests ? "Why (optional)" : "Comment";
  tell("");
  elements.kind.value = kind;
  elements.quote.value = source || quote;
  elements.before.value = before;
  elements.near.value = near;
  elements.section.value = part.section ?? "";
  elements.figure.value = part.figure ?? "";
  elements.image.value = part.image ?? "";
  elements.replacement.defaultValue = source;
  elements.replacement.value = source;
  elements.text.value = "";
  elements.text.required = !suggests;
  dialog.showModal();
  (suggests ? elements.replacement : elements.text).focus();
}

// Why the server refused what was sent: the panel that it answers with begins with that.
function refusal({ responseText }) {
  const panel = new DOMParser().parseFromString(responseText, "text/html").getElementById("review");
  return panel?.querySelector(":scope > .banner")?.textContent ?? "";
}

// What was refused or not sent can be mended: the dialog stays, and says why.
function tell(text) {
  const problem = document.querySelector("#thread-dialog [data-problem]");
  problem.textContent = text;
  problem.hidden = !text;
}

document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (!detail.successful || !target.matches?.("#thread-dialog form")) return;
  const reason = refusal(detail.xhr);
  tell(reason);
  if (!reason) document.getElementById("thread-dialog").close();
});
document.addEventListener("htmx:sendError", ({ target }) => {
  if (target.matches?.("#thread-dialog form")) tell("This was not sent: the server cannot be reached. Send it again in a moment.");
});

// What somebody is writing in the panel outlives its renewal; once it is sent, it goes.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const form = detail.requestConfig?.elt;
  if (detail.xhr.status >= 300 || !form?.matches("#review details > form") || refusal(detail.xhr)) return;
  form.reset();
  form.parentElement.open = false;
});
