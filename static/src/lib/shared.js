// The article as a shared Yjs text: what one types reaches the others and the server, and what could not be sent
// yet is kept here and sent when the connection is back.
import * as decoding from "lib0/decoding";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

// Types of the server's messages that tell how many of this connection's updates are stored, and that comments,
// suggestions or reviews changed.
const STORED = 100;
const REVIEWED = 101;
// Type of its message that tells who locked the article, and its close codes for what is typed into a locked one and for
// who is signed out; both pass.
const LOCK = 102;
const LOCKED = 4423;
const SIGNED_OUT = 4401;
const AGAIN = 5000;

// Undo that does nothing while the article is locked.
class OwnChanges extends Y.UndoManager {
  undo() {
    return this.held ? null : super.undo();
  }

  redo() {
    return this.held ? null : super.redo();
  }
}

export class Shared {
  constructor(article) {
    this.doc = new Y.Doc();
    this.text = this.doc.getText("markdown");
    const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/articles`;
    this.provider = new WebsocketProvider(address, article, this.doc, { disableBc: true, maxBackoffTime: 5000 });
    this.awareness = this.provider.awareness;
    this.undo = new OwnChanges(this.text);
    this.lock = null;
    this.closed = 0;
    this.waiting = false;
    this.hopes = [];
    this.ready = new Promise((resolve) => this.provider.once("synced", resolve));
    this.count();
    this.provider.messageHandlers[REVIEWED] = () => this.onReview?.();
    // What was told while the connection was lost is not told again.
    this.provider.on("sync", (synced) => synced && this.onReview?.());
    addEventListener("beforeunload", (event) => this.unsaved && event.preventDefault());
    for (const name of ["offline", "online"]) addEventListener(name, () => this.again());
  }

  // The network came or went: whether the server can still be reached shows at once, not after half a minute of silence.
  again() {
    if (this.closed) return;
    this.provider.disconnect();
    this.provider.connect();
  }

  // The answer to the server's first question counts as one update, whether it holds anything or not.
  count() {
    let sent = 1;
    let stored = 0;
    const settle = () => {
      if (this.provider.wsconnected && stored >= sent) {
        this.waiting = false;
        this.closed = 0;
        for (const go of this.hopes.splice(0)) go();
      }
      this.onState?.();
    };
    this.provider.messageHandlers[STORED] = (_encoder, decoder) => {
      stored = decoding.readVarUint(decoder);
      settle();
    };
    this.doc.on("update", (_update, origin) => {
      if (origin === this.provider) return;
      this.waiting = true;
      if (this.provider.wsconnected) sent += 1;
      this.onState?.();
    });
    this.provider.on("status", ({ status }) => {
      if (status === "connected") [sent, stored] = [1, 0];
      this.onState?.();
    });
    this.provider.on("closed", ({ code }) => {
      this.closed = code;
      // What was typed is kept here until it can be stored.
      if ([LOCKED, SIGNED_OUT].includes(code)) setTimeout(() => this.provider.connect(), AGAIN);
      this.onState?.();
    });
    this.provider.messageHandlers[LOCK] = (_encoder, decoder) => {
      this.lock = JSON.parse(decoding.readVarString(decoder));
      this.undo.held = this.lock !== null;
      this.onLock?.();
      this.onState?.();
    };
  }

  // Resolves once the server has stored all that was typed.
  stored() {
    return this.waiting ? new Promise((resolve) => this.hopes.push(resolve)) : Promise.resolve();
  }

  get connected() {
    return this.provider.wsconnected;
  }

  // Whether something was typed that the server has not stored.
  get unsaved() {
    return this.waiting;
  }
}
