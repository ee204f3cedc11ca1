// Images that are pasted, dropped or chosen: the server keeps them, then the text names them at the paragraph in which the
// cursor was, however much others typed meanwhile.
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import * as Y from "yjs";

const TYPES = /^image\//;
// What an image is not put into, but after.
const WHOLE = /^(Paragraph|FencedCode|CodeBlock|HTMLBlock|HorizontalRule|(ATX|Setext)Heading\d|Blockquote|Table)$/;
const PATIENCE = 200;
// After a diagram.
const CAPTION = /^\s*\n([*_])(?![*_])[^\n]+\1[ \t]*(?=\n\s*\n|\n?$)/;
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
    const cursor = { at: this.position(at) };
    for (const file of files) this.queue = this.queue.then(() => this.store(file, view, cursor));
    return true;
  }

  // Moves with the text.
  position(at) {
    return Y.createRelativePositionFromTypeIndex(this.shared.text, at);
  }

  async store(file, view, cursor) {
    try {
      if (file.size > this.limit) throw new Error(`The image is larger than ${this.limit / 2 ** 20} MB; make it smaller first.`);
      this.write(view, cursor, file, await this.send(file));
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

  // A paragraph of its own, outside of tables; its caption is selected where the cursor waits for it, and the next image
  // follows it.
  write(view, cursor, file, number) {
    if (view.state.readOnly) throw new Error("The article was locked meanwhile; the image was not inserted.");
    const { doc, selection } = view.state;
    const at = Y.createAbsolutePositionFromRelativePosition(cursor.at, this.shared.doc)?.index ?? doc.length;
    const { from, lead, tail } = placeFor(view.state, at);
    const caption = named(file);
    const image = `![${caption}](image:${number})`;
    const start = from + lead.length;
    this.shared.undo.stopCapturing();
    view.dispatch({
      changes: { from, insert: lead + image + tail },
      ...(selection.main.empty && selection.main.head === at && {
        selection: { anchor: start + 2, head: start + 2 + caption.length },
        scrollIntoView: true,
      }),
      userEvent: "input.paste",
    });
    this.shared.undo.stopCapturing();
    cursor.at = this.position(start + image.length);
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

// Where an image goes that is meant for `at`, and what stands around it so that it is a paragraph of its own, which is what
// makes it a figure. What `at` is in stays whole: the image stands after it, before it where `at` is its beginning, within
// the item of a list, and in the cell of a table.
function placeFor(state, at) {
  const { doc } = state;
  const line = doc.lineAt(at);
  const filled = (n) => n >= 1 && n <= doc.lines && doc.line(n).text.trim() !== "";
  if (/^\s*\|/.test(line.text)) return { from: at, lead: "", tail: "" };
  const block = blockAt(state, at) ?? (filled(line.number) ? { ...line, indent: "" } : null);
  if (!block) return { from: at, lead: filled(line.number - 1) ? "\n" : "", tail: filled(line.number + 1) ? "\n" : "" };
  if (at === block.from && !block.indent) return { from: at, lead: filled(line.number - 1) ? "\n" : "", tail: "\n\n" };
  const end = doc.lineAt(Math.max(block.from, block.to - 1)).to;
  const last = doc.lineAt(end + (CAPTION.exec(block.name === "FencedCode" ? doc.sliceString(end) : "")?.[0].length ?? 0));
  return { from: last.to, lead: `\n\n${block.indent}`, tail: filled(last.number + 1) ? "\n" : "" };
}

// The outermost block around `at`, but a list's items one by one, with the indentation of what belongs to the item.
function blockAt(state, at) {
  const tree = ensureSyntaxTree(state, state.doc.length, PATIENCE) ?? syntaxTree(state);
  let block = null;
  for (const side of [-1, 1]) {
    for (let node = tree.resolveInner(at, side); node; node = node.parent) if (WHOLE.test(node.name)) block = node;
    if (block) break;
  }
  if (!block) return null;
  const indent = block.parent.name === "ListItem" ? " ".repeat(block.from - state.doc.lineAt(block.from).from) : "";
  return { name: block.name, from: block.from, to: block.to, indent };
}

// What a file's name says; pasted images are all called the same.
function named({ name }) {
  const words = name.replace(/\.\w+$/, "").replace(/[[\]_\\`*$<>@]+/g, " ").trim();
  return !words || words === "image" ? "Caption" : words;
}
