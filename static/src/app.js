// The script of every page: htmx with its WebSocket extension, and small behaviours bound to data attributes.
import htmx from "./lib/htmx.js";
import "htmx-ext-ws";
import { bindLockBadge } from "./lib/badge.js";
import { bindCandidates } from "./lib/candidates.js";
import { bindCitations } from "./lib/citations.js";
import { followContents } from "./lib/contents.js";
import { bindCopy } from "./lib/copy.js";
import { bindDialogs } from "./lib/dialogs.js";
import { fetchReady } from "./lib/exports.js";
import { followRun } from "./lib/live.js";
import { typesetMaths } from "./lib/maths.js";
import { bindMenus } from "./lib/menus.js";
import { bindNotify } from "./lib/notify.js";
import { watchConnection } from "./lib/offline.js";
import { spareQuestions } from "./lib/polling.js";
import { editOutline } from "./lib/outline.js";
import { bindPick } from "./lib/pick.js";
import { renewParts } from "./lib/renew.js";
import { bindSelection } from "./lib/selection.js";
import { bindReview } from "./lib/review.js";
import { bindTabs } from "./lib/tabs.js";
import { bindTheme } from "./lib/theme.js";
import { guardUnsent } from "./lib/unsent.js";
import { renewTokens } from "./lib/token.js";
import { bindDrop } from "./lib/uploads.js";

bindTheme();
bindMenus();
bindDialogs();
guardUnsent();
renewTokens();
bindCandidates();
watchConnection();
spareQuestions();
renewParts();
followRun();

// Called for the page and for every part that htmx swaps in.
htmx.onLoad((part) => {
  bindTabs(part);
  bindCopy(part);
  bindNotify(part);
  bindDrop(part);
  bindSelection(part);
  bindPick(part);
  bindCitations(part);
  bindReview(part);
  bindLockBadge(part);
  followContents(part);
  editOutline(part);
  typesetMaths(part);
  fetchReady(part);
});
