// Parts that ask the server again and again (hx-trigger="every …") do so only while somebody can see the answer. They and
// the page of a run ask no more once the server has said that there is none: what they show was deleted, or the person is
// signed out.
const ASKING = '[hx-trigger^="every"]';
const ASKED = `${ASKING}, [hx-trigger="poll"]`;
const GONE = [401, 403, 404, 410];

export function spareQuestions() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    const part = event.target;
    if (part.dataset.gone || (part.matches(ASKING) && document.hidden)) event.preventDefault();
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.target.matches(ASKED) && GONE.includes(event.detail.xhr.status)) event.target.dataset.gone = "yes";
  });
}
