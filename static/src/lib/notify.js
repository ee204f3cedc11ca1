// Telling people that a run ended or waits: in the page's title, and as a notification of the browser where a person
// asked for that by the button. Permission is asked for by that button alone.
const ENDS = { paused: "‖", done: "✓", failed: "✕" };
const KEPT = "notify";

let last = document.querySelector("main")?.dataset.runStatus;
let sign = "";

export function bindNotify(part) {
  const button = part.querySelector?.("[data-notify]") ?? (part.matches?.("[data-notify]") ? part : null);
  if (!button || !("Notification" in window)) return;
  show(button);
  button.addEventListener("click", async () => {
    if (Notification.permission === "default") await Notification.requestPermission();
    if (Notification.permission === "granted") {
      if (wanted()) localStorage.removeItem(KEPT);
      else localStorage.setItem(KEPT, "yes");
    }
    show(button);
  });
}

// A run's status, told with each part of its page that comes in; `name` is the survey's title.
export function notifyEnd(status, name, message) {
  const before = last;
  last = status;
  if (!before) return;
  if (before === status) {
    // The article that takes the run's place brings a title of its own.
    if (sign && !document.title.startsWith(sign)) document.title = `${sign} ${document.title}`;
    return;
  }
  const ends = status in ENDS;
  sign = ENDS[status] ?? "";
  document.title = ends ? `${sign} ${status}: ${name}` : `${name} · ${status} · SurveyGO`;
  if (ends && document.hidden && wanted()) {
    const note = new Notification(name, { body: message, tag: location.pathname });
    note.addEventListener("click", () => window.focus());
  }
}

function wanted() {
  return "Notification" in window && Notification.permission === "granted" && localStorage.getItem(KEPT) === "yes";
}

function show(button) {
  const denied = Notification.permission === "denied";
  button.hidden = false;
  button.disabled = denied;
  button.setAttribute("aria-pressed", String(wanted()));
  button.textContent = denied ? "Notifications are blocked in this browser" : wanted() ? "Notifies you at the end" : "Notify me at the end";
}
