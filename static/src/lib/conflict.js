// Somebody saved a newer revision: nothing is overwritten, the person compares and decides.
import { replaceText } from "./codemirror.js";

export function bindConflict(form, view, saver, preview) {
  const banner = document.getElementById("conflict");
  let newer = null;

  saver.onConflict = (found) => {
    newer = found;
    banner.querySelector("[data-message]").textContent = found.message;
    document.querySelector("#compare [data-diff]").innerHTML = found.diff;
    banner.hidden = false;
  };

  const settle = () => {
    saver.base = newer.version;
    saver.saved = newer.text;
    saver.blocked = false;
    banner.hidden = true;
  };

  banner.querySelector("[data-theirs]").addEventListener("click", () => {
    settle();
    replaceText(view, newer.text);
    preview.touched();
    saver.say("Theirs is shown; your text is one undo away");
  });
  banner.querySelector("[data-mine]").addEventListener("click", () => {
    settle();
    saver.save();
  });
}
