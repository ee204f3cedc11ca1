// The script of every page: htmx with its WebSocket extension.
import htmx from "htmx.org";
import "htmx-ext-ws";

// The Content-Security-Policy allows neither eval nor inline styles.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;

window.htmx = htmx;
