// Files go up as soon as they are chosen or dropped, a few at a time, each with its progress, and go on after a lost
// connection or a reload (tus). What became of them is the server's list.
import htmx from "./htmx.js";
import { Upload } from "tus-js-client";
import { within } from "./find.js";
import { token } from "./token.js";

const AT_ONCE = 3;
const PIECE = 4 * 2 ** 20;
const AGAIN = [500, 1000, 2000, 4000, 8000];
const OFFLINE = 5000;

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
  const sending = document.querySelector("[data-sending]") !== null;
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
    this.sent = 0;
    this.total = 0;
    this.input.addEventListener("change", () => this.add([...this.input.files]));
    for (const name of ["dragover", "dragleave", "drop"]) {
      element.addEventListener(name, (event) => {
        event.preventDefault();
        element.classList.toggle("over", name === "dragover");
        if (name === "drop") this.add([...event.dataTransfer.files]);
      });
    }
  }

  async add(files) {
    if (!files.length) return;
    this.queue.push(...files);
    this.total += files.length;
    this.input.value = "";
    this.count();
    ready();
    if (!this.collection()) await this.open();
    this.next();
  }

  // The collection that the files go into is made before the first of them is sent.
  async open() {
    this.opening ??= fetch(this.element.dataset.address, { method: "POST", headers: { "X-CSRFToken": token() } }).catch(() => null);
    const reply = await this.opening;
    const text = await reply?.clone().text();
    this.opening = null;
    if (!reply) this.why = "the server cannot be reached; choose it again.";
    else if (!reply.ok) this.why = reason(reply.status, text);
    else if (!this.collection()) htmx.swap("#files-list", text, { swapStyle: "outerHTML" });
  }

  collection() {
    return document.querySelector('#files-list input[name="collection"]').value;
  }

  next() {
    if (!this.collection()) {
      for (const file of this.queue.splice(0)) this.fail(this.row(file), file, this.why);
    }
    while (this.active < AT_ONCE && this.queue.length) this.send(this.queue.shift());
  }

  row(file) {
    const row = document.createElement("div");
    row.className = "small";
    row.dataset.sending = "yes";
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `Sending ${file.name}`);
    const note = document.createElement("span");
    note.className = "soft";
    row.append(file.name, " ", note, bar);
    this.element.append(row);
    return row;
  }

  async send(file) {
    this.active += 1;
    const row = this.row(file);
    const [bar, note] = [row.querySelector("progress"), row.querySelector("span")];
    const upload = new Upload(file, {
      endpoint: this.element.dataset.tus,
      chunkSize: PIECE,
      uploadDataDuringCreation: true,
      removeFingerprintOnSuccess: true,
      retryDelays: AGAIN,
      // Not once for all: the token is another after signing in again.
      onBeforeRequest: (request) => request.setHeader("X-CSRFToken", token()),
      metadata: { filename: file.name, collection: this.collection() },
      onProgress: (sent, size) => {
        bar.value = size ? sent / size : 1;
        note.textContent = size > PIECE ? `${Math.floor((100 * sent) / size)} %` : "";
      },
      onSuccess: () => this.done(row),
      onError: (error) => {
        const reply = error.originalResponse;
        if (!reply || reply.getStatus() >= 500) {
          note.textContent = "waits for the connection";
          setTimeout(() => upload.start(), OFFLINE);
          return;
        }
        this.fail(row, file, reason(reply.getStatus(), reply.getBody()));
        this.active -= 1;
        this.next();
      },
    });
    const earlier = (await upload.findPreviousUploads()).filter((one) => one.metadata.collection === this.collection());
    if (earlier.length) upload.resumeFromPreviousUpload(earlier[0]);
    upload.start();
  }

  done(row) {
    row.remove();
    this.active -= 1;
    this.sent += 1;
    this.count();
    const list = document.getElementById("files-list");
    if (list.dataset.reading === "no" || !this.active) htmx.ajax("GET", list.dataset.address, { target: list, swap: "outerHTML" });
    ready();
    this.next();
  }

  fail(row, file, why) {
    this.total -= 1;
    delete row.dataset.sending;
    row.className = "small error";
    row.textContent = `${file.name}: ${why}`;
    this.count();
    ready();
  }

  // Of many files only those on their way have a row; this says how many there are.
  count() {
    const line = this.element.querySelector("[data-count]");
    line.textContent = this.total > AT_ONCE && this.sent < this.total ? `${this.sent} of ${this.total} files are sent.` : "";
    if (this.sent >= this.total) this.sent = this.total = 0;
  }
}

function reason(status, text) {
  if ([401, 413].includes(status) && text && !text.startsWith("<")) return text;
  if (status === 413) return "It is too large for this server.";
  return "It could not be taken in; choose it again.";
}
