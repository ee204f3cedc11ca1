// CodeMirror for Pandoc's Markdown, in the page's own colours, with the collection's citation keys to complete.
import { autocompletion } from "@codemirror/autocomplete";
import { defaultKeymap, indentWithTab } from "@codemirror/commands";
import { markdown, markdownKeymap, markdownLanguage } from "@codemirror/lang-markdown";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import { checks } from "./checks.js";
import { cursors } from "./cursors.js";
import { remarks } from "./remarks.js";
import { renewer } from "./reviewing.js";
import { toolKeys } from "./toolbar.js";

const look = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--paper)", color: "var(--ink)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { padding: "1.5rem", caretColor: "var(--accent)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-activeLine": { backgroundColor: "light-dark(#0000000a, #ffffff0a)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "light-dark(#bfe3df, #25524d) !important" },
  ".cm-panels, .cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line)" },
  // Its own are drawn for a light page alone.
  ".cm-button, .cm-textfield": {
    minHeight: "1.75rem",
    padding: "0 0.5rem",
    border: "1px solid var(--line-strong)",
    borderRadius: "4px",
    background: "var(--surface)",
    color: "var(--ink)",
    fontSize: "var(--small)",
  },
  ".cm-button:is(:hover, :active)": { background: "var(--sunken)" },
  ".cm-panel.cm-search": { padding: "0.5rem 2.5rem 0.5rem 0.75rem" },
  ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", minHeight: "1.75rem", fontSize: "var(--small)" },
  ".cm-panel.cm-search [name=close]": { width: "2rem", height: "2rem", color: "var(--ink)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--ink)" },
});

const colours = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700", color: "var(--accent)" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: [tags.link, tags.url], color: "var(--accent)" },
  { tag: tags.monospace, color: "var(--warn)" },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.quote], color: "var(--ink-soft)" },
]);

// An editor of the shared text. Undo takes back one's own changes, never those of others.
export function makeView(parent, shared, known, checkDiagrams, onChange, more) {
  const nonce = document.querySelector('meta[name="csp-nonce"]')?.content ?? "";
  return new EditorView({
    doc: shared.text.toString(),
    parent,
    extensions: [
      EditorView.cspNonce.of(nonce),
      EditorView.contentAttributes.of({ "aria-label": "Markdown source", spellcheck: "true", autocapitalize: "sentences" }),
      EditorState.tabSize.of(2),
      yCollab(shared.text, null, { undoManager: shared.undo }),
      cursors(shared),
      remarks(shared, renewer()),
      drawSelection(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      search({ top: true }),
      markdown({ base: markdownLanguage }),
      syntaxHighlighting(colours),
      autocompletion({ override: [completeKeys(known)] }),
      checks(known, checkDiagrams),
      EditorView.lineWrapping,
      keymap.of([...toolKeys, ...markdownKeymap, ...defaultKeymap, ...yUndoManagerKeymap, ...searchKeymap, indentWithTab]),
      look,
      more,
      EditorView.updateListener.of((update) => update.docChanged && onChange()),
    ],
  });
}

const completeKeys = (known) => (context) => {
  const word = context.matchBefore(/@[\w:.-]*/);
  if (!word) return null;
  return {
    from: word.from + 1,
    options: known.map(({ key, title }) => ({ label: key, detail: title.slice(0, 60), type: "text" })),
    validFor: /^[\w:.-]*$/,
  };
};
