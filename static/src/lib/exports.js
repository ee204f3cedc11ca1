// Export links: a PDF takes seconds to set, so the page says that it is on its way, and why where it fails.
import { say } from "./offline.js";

export function bindExports() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-export]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const name = link.textContent.trim();
    say(`The ${name} file is being made …`);
    try {
      const reply = await fetch(link.href);
      if (!reply.ok) {
        const told = (reply.headers.get("Content-Type") ?? "").startsWith("text/plain");
        return say(told ? await reply.text() : `The ${name} file could not be made; try again in a moment.`);
      }
      const coded = /filename\*=UTF-8''([^;]+)/.exec(reply.headers.get("Content-Disposition") ?? "");
      save(await reply.blob(), coded ? decodeURIComponent(coded[1]) : "article");
      say(`The ${name} file is ready.`);
    } catch {
      say("The connection is lost; try again in a moment.");
    }
  });
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
