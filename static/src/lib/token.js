// The token by which the server knows this site's own forms. Signing in, in another tab too, gives another, so that it is
// taken from its cookie when something is sent: the page may hold an older one.
const COOKIE = /(?:^|; )csrftoken=([^;]+)/;

export function token() {
  return COOKIE.exec(document.cookie)?.[1] ?? JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}

export function renewTokens() {
  // Before anybody else hears of it, so that a script which sends the form finds the right one in it.
  addEventListener("submit", ({ target }) => {
    const field = target.elements.namedItem("csrfmiddlewaretoken");
    if (field) field.value = token();
  }, true);
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    detail.headers["X-CSRFToken"] = token();
    if (detail.parameters.csrfmiddlewaretoken) detail.parameters.csrfmiddlewaretoken = token();
  });
}
