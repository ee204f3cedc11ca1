// Parts of pages that renew themselves: hx-swap="renew", hx-swap-oob="renew", and hx-swap-oob="append:…" for what is added
// at their end. Only what differs is changed, so that focus, selection, scroll position and what a person opened, chose or
// typed stay; and nothing changes under a pressed pointer, since a click whose element is gone or has moved is lost.
import { Idiomorph } from "idiomorph";
import htmx from "./htmx.js";
import { typed } from "./unsent.js";

// A touch ends some time before its click.
const TAP = 100;
// What people and scripts change and a renewal leaves alone: attributes, and at which elements.
const KEPT = {
  open: "details, dialog",
  selected: "option",
  hidden: '[data-menu][aria-expanded="true"] + *, [data-show]',
  "aria-expanded": "[data-menu]",
  "data-picked": ".thread",
};

const waiting = [];
let pressed = false;
let timer = 0;

export function renewParts() {
  htmx.defineExtension("renew", { isInlineSwap: (style) => style === "renew", handleSwap });
  addEventListener("pointerdown", press, true);
  addEventListener("click", () => release(0), true);
  addEventListener("pointerup", () => release(TAP), true);
  for (const name of ["pointercancel", "dragend", "blur"]) addEventListener(name, () => release(0));
  // Where the release was not told of, as after the menu of the right button.
  addEventListener("pointermove", ({ buttons }) => pressed && !buttons && release(0), { capture: true, passive: true });
}

function press() {
  clearTimeout(timer);
  pressed = true;
}

function release(pause) {
  if (!pressed) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    pressed = false;
    for (const change of waiting.splice(0)) for (const part of change()) tell(part);
  }, pause);
}

// htmx does this by itself for what is not put off.
function tell(part) {
  htmx.process(part);
  htmx.trigger(part, "htmx:load");
  htmx.trigger(part, "htmx:afterSettle");
}

function handleSwap(style, target, fragment) {
  const change = { renew, append }[style];
  if (!change) return false;
  if (!pressed) return change(target, fragment);
  waiting.push(() => change(target, fragment));
  return [];
}

function renew(target, fragment) {
  const place = target.isConnected ? target : document.getElementById(target.id);
  return place ? Idiomorph.morph(place, fragment.children, { callbacks: { beforeNodeMorphed, beforeAttributeUpdated } }) : [];
}

function append(target, fragment) {
  const added = [...fragment.children];
  target.append(...added);
  return added;
}

// A script's own part, and a formula that is set already, stay as they are.
function beforeNodeMorphed(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) return true;
  const set = old.matches(".math[data-set]") && old.querySelector("annotation")?.textContent === fresh.textContent;
  return !set && !old.matches("[data-own]");
}

function beforeAttributeUpdated(name, element) {
  if (name === "value") return element !== document.activeElement && !typed(element);
  return !(name in KEPT && element.matches(KEPT[name]));
}
