// The dialog in which a comment or a suggestion is written. source: what a suggestion begins from.
export function openThread({ kind, quote, before = "", near = "", source = "" }) {
  const dialog = document.getElementById("thread-dialog");
  const { elements } = dialog.querySelector("form");
  const suggests = kind === "suggestion";
  dialog.querySelector("h2").textContent = suggests ? "Suggest a change" : quote ? "Comment" : "Comment on the whole article";
  dialog.querySelector("[data-quote-shown]").textContent = quote;
  dialog.querySelector("[data-quote-shown]").hidden = !quote;
  dialog.querySelector("[data-suggest]").hidden = !suggests;
  dialog.querySelector("[data-text-label]").textContent = suggests ? "Why (optional)" : "Comment";
  Object.assign(elements.kind, { value: kind });
  elements.quote.value = source || quote;
  elements.before.value = before;
  elements.near.value = near;
  elements.replacement.value = source;
  elements.text.value = "";
  elements.text.required = !suggests;
  dialog.showModal();
  (suggests ? elements.replacement : elements.text).focus();
}

document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (detail.successful && target.matches?.("#thread-dialog form")) document.getElementById("thread-dialog").close();
});
