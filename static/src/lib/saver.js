// Saves the text a moment after the last change, one request at a time, and shows how that stands.
const PAUSE = 1000;
const AGAIN = 4000;

export class Saver {
  constructor(form, text) {
    this.form = form;
    this.text = text;
    this.saved = text();
    this.state = document.getElementById("saved");
    this.onConflict = () => {};
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    form.querySelector("[data-done]").addEventListener("click", (event) => this.leave(event));
    addEventListener("beforeunload", (event) => this.dirty && event.preventDefault());
  }

  get dirty() {
    return this.text() !== this.saved;
  }

  get base() {
    return this.form.elements.base.value;
  }

  set base(version) {
    this.form.elements.base.value = version;
  }

  touched() {
    if (this.blocked) return;
    this.say("Unsaved changes");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  say(text) {
    if (this.state.textContent !== text) this.state.textContent = text;
  }

  // Whether all is saved now.
  async save() {
    clearTimeout(this.timer);
    if (this.running) return this.running.then(() => this.save());
    if (!this.dirty) return true;
    if (this.blocked) return false;
    this.running = this.send();
    const done = await this.running;
    this.running = null;
    return done;
  }

  async send() {
    const text = this.text();
    this.say("Saving …");
    const data = new FormData(this.form);
    data.set("text", text);
    let reply;
    try {
      reply = await fetch(this.form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
    } catch {
      return this.tryAgain("Not saved: the connection is lost. We keep trying.");
    }
    if (reply.status === 409) {
      this.blocked = true;
      this.say("Not saved: there is a newer revision");
      this.onConflict(await reply.json());
      return false;
    }
    if (!reply.ok || reply.redirected) return this.tryAgain("Not saved: the server did not take it. We keep trying.");
    const { version, revision, words } = await reply.json();
    this.base = version;
    this.saved = text;
    if (this.dirty) this.touched();
    else this.say(`Saved · revision ${revision} · ${words.toLocaleString("en").replaceAll(",", "\u202f")} words`);
    return true;
  }

  tryAgain(text) {
    this.say(text);
    this.timer = setTimeout(() => this.save(), AGAIN);
    return false;
  }

  async leave(event) {
    if (!this.dirty) return;
    event.preventDefault();
    if (await this.save()) location.assign(event.target.closest("a").href);
  }
}
