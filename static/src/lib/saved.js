// The one line that says whether what was typed is stored, and how long the article is.
const PAUSE = 400;
const CLOSED = {
  4401: "You are signed out. Sign in again in another tab: what you typed is kept here, and saved then.",
  4403: "Your role lets you read this article, not change it. Copy what you typed before you leave.",
  4404: "This article is not yours to edit any more. Copy what you typed before you leave.",
  4423: "Not saved: the article was locked. What you typed is kept here, and saved once it is unlocked.",
  4413: "The article is longer than SurveyGO takes. Shorten it; copy what you typed before you leave.",
};
// As the server counts (pipeline/prose.py): the words of paragraphs and lists, without citations.
const BLOCK = /(?:^|\n)[ \t]*(```|~~~)[\s\S]*?(?:\n[ \t]*\1|$)|\S(?:.|\n(?!\s*\n|[ \t]*(?:```|~~~)))*/g;
const NOT_PROSE = /^\s*(?:```|~~~|\||#{1,6}\s|:\s|\$\$|!\[|>)/;
const CITATION = /\[[^[\]]*@[^[\]]*\]/g;
const WORD = /[\u3040-\u30ff\u3400-\u9fff]|(?:(?![\u3040-\u30ff\u3400-\u9fff])[\p{L}\p{N}_])+/gu;

export class Saved {
  constructor(place, shared) {
    Object.assign(this, { place, shared, words: 0 });
    shared.onState = () => this.show();
    shared.text.observe(() => this.touched());
    this.touched();
  }

  touched() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.words = wordCount(this.shared.text.toString());
      this.show();
    }, PAUSE);
  }

  show() {
    const text = this.sentence();
    if (this.place.textContent !== text) this.place.textContent = text;
  }

  sentence() {
    const { closed, connected, unsaved } = this.shared;
    if (closed) return CLOSED[closed] ?? "The server does not take this article's changes. Reload the page.";
    if (!connected) return unsaved ? "Not connected: what you type is kept here and saved on return" : "Not connected: we keep trying";
    const words = `${this.words.toLocaleString("en").replaceAll(",", "\u202f")} words`;
    if (unsaved) return `Saving … · ${words}`;
    return this.shared.lock ? `Locked · ${words}` : `Saved · ${words}`;
  }
}

function wordCount(markdown) {
  const prose = markdown.match(BLOCK)?.filter((block) => !NOT_PROSE.test(block)) ?? [];
  return prose.join("\n").replaceAll(CITATION, " ").match(WORD)?.length ?? 0;
}
