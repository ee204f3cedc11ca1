// The dialog that gives the text as it is now a name. What was typed is stored first, so that it is part of that version.
import { say } from "./offline.js";

export function bindVersions(dialog, shared) {
  const form = dialog.querySelector("form");
  const state = form.querySelector("[data-state]");
  dialog.addEventListener("close", () => (state.textContent = ""));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    state.textContent = "Saving what was typed …";
    await shared.stored();
    // Whoever closed the dialog meanwhile wants no name.
    if (!dialog.open) return;
    const { number, name, problem } = await send(form);
    state.textContent = problem ?? "";
    if (problem) return;
    form.reset();
    dialog.close();
    say(`“${name}” is revision ${number} in the history.`);
  });
}

async function send(form) {
  try {
    const reply = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (reply.ok || reply.status === 422) return await reply.json();
  } catch {
    // Said below, as every other trouble.
  }
  return { problem: "The version could not be named; try again." };
}
