// A file that was just made is fetched at once; on a page that is opened later it is not.
export function fetchReady(part) {
  if (part !== document.body) part.querySelector("a[data-download]")?.click();
}
