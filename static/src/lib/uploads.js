// The file field of a new survey: files go up as soon as they are chosen or dropped, a few at a time, with progress.
import htmx from "./htmx.js";
import { within } from "./find.js";

const AT_ONCE = 2;

export function bindDrop(part) {
  for (const drop of within(part, "[data-drop]")) {
    if (!drop.dataset.bound) new Drop(drop);
  }
  for (const list of within(part, "#files-list")) {
    ready();
    if (list.dataset.reading === "no" && list.querySelector("li")) htmx.trigger(document.body, "files-read");
  }
}

// The start button waits for files on their way and for files being read.
function ready() {
  const button = document.querySelector("[data-start]");
  if (!button) return;
  const sending = document.querySelectorAll("[data-sending]").length > 0;
  const reading = document.getElementById("files-list")?.dataset.reading === "yes";
  button.disabled = sending || reading;
  document.querySelector("[data-why]").textContent = sending ? "Files are being sent." : reading ? "The files are being read." : "";
}

class Drop {
  constructor(element) {
    element.dataset.bound = "yes";
    this.element = element;
    this.input = element.querySelector('input[type="file"]');
    this.queue = [];
    this.active = 0;
    this.input.addEventListener("change", () => this.add([...this.input.files]));
    for (const name of ["dragover", "dragleave", "drop"]) {
      element.addEventListener(name, (event) => {
        event.preventDefault();
        element.classList.toggle("over", name === "dragover");
        if (name === "drop") this.add([...event.dataTransfer.files]);
      });
    }
  }

  add(files) {
    for (const file of files) this.queue.push({ file, row: this.row(file) });
    this.input.value = "";
    ready();
    this.next();
  }

  row(file) {
    const row = document.createElement("div");
    row.className = "small";
    row.dataset.sending = "yes";
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `Sending ${file.name}`);
    row.append(file.name, bar);
    this.element.append(row);
    return row;
  }

  next() {
    // The first file alone: its answer brings the collection that the others go into.
    const limit = this.collection() ? AT_ONCE : 1;
    while (this.active < limit && this.queue.length) this.send(this.queue.shift());
  }

  collection() {
    return document.querySelector('#files-list input[name="collection"]').value;
  }

  send({ file, row }) {
    this.active += 1;
    const data = new FormData();
    data.append("files", file);
    data.append("collection", this.collection());
    const request = new XMLHttpRequest();
    request.open("POST", this.element.dataset.address);
    request.setRequestHeader("X-CSRFToken", JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]);
    request.upload.addEventListener("progress", (event) => (row.querySelector("progress").value = event.loaded / event.total));
    request.addEventListener("loadend", () => {
      this.active -= 1;
      if (request.status === 200) {
        row.remove();
        htmx.swap("#files-list", request.responseText, { swapStyle: "outerHTML" });
      } else {
        delete row.dataset.sending;
        row.className = "small error";
        row.textContent = `${file.name}: ${reason(request.status)}`;
      }
      ready();
      this.next();
    });
    request.send(data);
  }
}

function reason(status) {
  if (status === 0) return "the connection was lost; choose it again.";
  if (status === 413) return "it is too large for this server.";
  return "it could not be taken in; choose it again.";
}
