// htmx, made global before its WebSocket extension (which expects that) is loaded.
import htmx from "htmx.org";

window.htmx = htmx;

// The Content-Security-Policy allows neither eval nor inline styles.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
// Parts are replaced as they are; carrying old attributes over for a moment would set inline styles.
htmx.config.attributesToSettle = [];
// Errors carry a page or a message of their own: show it.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "[45]..", swap: false, error: true },
];

export default htmx;
