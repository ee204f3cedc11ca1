// Images that are pasted, dropped or chosen: the server keeps them, then the text names them where the cursor was, however
// much others typed meanwhile.
import { EditorView } from "@codemirror/view";
import * as Y from "yjs";

const TYPES = /^image\//;
const REFUSED = {
  403: "Your role lets you read this article, not change it.",
  413: "The image is larger than this site takes.",
};

export class Images {
  // place: where progress and refusals are said; address, token, limit: where images go, with what, and their most bytes.
  constructor(shared, place, { address, token, limit }) {
    Object.assign(this, { shared, place, address, token, limit: Number(limit) });
    this.queue = Promise.resolve();
    this.extension = EditorView.domEventHandlers({
      paste: (event, view) => this.paste(event, view),
      drop: (event, view) => this.drop(event, view),
    });
  }

  // Text from a spreadsheet or a word processor comes with a picture of itself; then the text is meant.
  paste({ clipboardData: data }, view) {
    if (data?.getData("text/plain")) return false;
    return this.take([...(data?.files ?? [])].filter(({ type }) => TYPES.test(type)), view, view.state.selection.main.head);
  }

  drop(event, view) {
    const files = [...(event.dataTransfer?.files ?? [])].filter(({ type }) => TYPES.test(type));
    return this.take(files, view, view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.doc.length);
  }

  choose(input, view) {
    this.take([...input.files], view, view.state.selection.main.head);
    input.value = "";
    view.focus();
  }

  // One after the other, in the order in which they came; false where there is nothing to take.
  take(files, view, at) {
    if (!files.length || view.state.readOnly) return false;
    const where = Y.createRelativePositionFromTypeIndex(this.shared.text, at);
    for (const file of files) this.queue = this.queue.then(() => this.store(file, view, where));
    return true;
  }

  async store(file, view, where) {
    try {
      if (file.size > this.limit) throw new Error(`The image is larger than ${this.limit / 2 ** 20} MB; make it smaller first.`);
      this.write(view, where, file, await this.send(file));
      this.say("");
    } catch ({ message }) {
      this.say(message, true);
    }
  }

  send(file) {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", this.token);
    data.set("image", file);
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.say("Storing the image …");
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        this.say(loaded < total ? `Storing the image … ${Math.floor((100 * loaded) / total)} %` : "Storing the image …");
      });
      request.addEventListener("error", () => reject(new Error("The image could not be stored: the server cannot be reached.")));
      request.addEventListener("load", () => {
        const reply = read(request.responseText);
        if (request.status === 201) resolve(reply.number);
        else reject(new Error(reply.problem ?? REFUSED[request.status] ?? "The image could not be stored; try again."));
      });
      request.open("POST", this.address);
      request.send(data);
    });
  }

  // A paragraph of its own, outside of tables; its caption is selected where the cursor waits for it.
  write(view, where, file, number) {
    if (view.state.readOnly) throw new Error("The article was locked meanwhile; the image was not inserted.");
    const at = Y.createAbsolutePositionFromRelativePosition(where, this.shared.doc)?.index ?? view.state.doc.length;
    const [lead, tail] = around(view.state.doc, at);
    const caption = named(file);
    const waits = view.state.selection.main.empty && view.state.selection.main.head === at;
    const from = at + lead.length + 2;
    this.shared.undo.stopCapturing();
    view.dispatch({
      changes: { from: at, insert: `${lead}![${caption}](image:${number})${tail}` },
      ...(waits && { selection: { anchor: from, head: from + caption.length }, scrollIntoView: true }),
      userEvent: "input.paste",
    });
    this.shared.undo.stopCapturing();
  }

  say(text, refused = false) {
    this.place.textContent = text;
    this.place.classList.toggle("refused", refused);
  }
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function around(doc, at) {
  const line = doc.lineAt(at);
  if (/^\s*\|/.test(line.text)) return ["", ""];
  const beside = (n) => n >= 1 && n <= doc.lines && doc.line(n).text.trim() !== "";
  const lead = doc.sliceString(line.from, at).trim() ? "\n\n" : beside(line.number - 1) ? "\n" : "";
  const tail = doc.sliceString(at, line.to).trim() ? "\n\n" : beside(line.number + 1) ? "\n" : "";
  return [lead, tail];
}

// What a file's name says; pasted images are all called the same.
function named({ name }) {
  const words = name.replace(/\.\w+$/, "").replace(/[[\]_\\`*$<>@]+/g, " ").trim();
  return !words || words === "image" ? "Caption" : words;
}
