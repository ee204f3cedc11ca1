"""What `test_routes.py` fills into addresses and sends to them, where a route needs more than its `pk`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core import signing

from surveygo.articles.reading import FIGURE_SALT


@dataclass(frozen=True)
class Trial:
    """arguments: of the address, beside its pk; query and sent: data of GET and of POST. A text such as `{survey}`
    stands for the key of that object; see the fixture `objects`. done: what shows that an owner may."""

    arguments: dict[str, Any] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    done: tuple[int, ...] = (200, 302)


TRIALS = {
    "signin-once": Trial({"token": "spent"}, done=(302, 403)),
    "join": Trial({"token": "open"}),
    "invited": Trial(sent={"invitation": "{invitation}"}, done=(200, 410)),
    "account_reset_password_from_key": Trial({"uidb36": "1", "key": "1-1"}),
    "account_confirm_email": Trial({"key": "1"}),
    "openid_connect_login": Trial({"provider_id": "none"}, done=(404,)),
    "openid_connect_callback": Trial({"provider_id": "none"}, done=(404,)),
    "socialaccount_login_error": Trial(done=(401,)),
    "member-role": Trial(sent={"role": "viewer"}),
    "workspace-delete": Trial(sent={"name": "Sentiment group"}),
    "workspace-new": Trial(sent={"name": "Another"}),
    "library-bulk": Trial(sent={"paper": "{paper}", "action": "tag", "tags": "seen"}),
    "paper-edit": Trial(sent={"title": "Another title"}),
    "paper-delete": Trial(sent={"sure": "yes"}),
    "collection-new": Trial(sent={"name": "Another"}),
    "collection-rename": Trial(sent={"name": "Another"}),
    "duplicate": Trial(sent={"keep": ""}),
    "provider-new": Trial({"kind": "openai"}),
    "basket": Trial(query={"collection": "{collection}"}, sent={"collection": "{collection}"}),
    "pick": Trial(query={"collection": "{collection}", "find": "x"}),
    "search-choose": Trial(sent={"candidate": "{candidate}", "include": "{candidate}"}),
    "tus": Trial(done=(412,)),
    "tus-upload": Trial(done=(405,)),
    "upload": Trial(sent={"collection": "{collection}"}),
    "survey-rename": Trial(sent={"title": "Another title"}),
    "run-candidate": Trial({"block": 1, "layer": "0", "index": 0}),
    "run-outline": Trial(done=(409,)),
    "evidence": Trial(query={"paper": "{bibkey}"}),
    "edit-plain": Trial(sent={"text": "# T", "base": "an older one"}, done=(200, 409)),
    "preview": Trial(sent={"sections": '["# T"]'}),
    "thread-begin": Trial(sent={"kind": "comment", "text": "Good."}),
    "thread-reply": Trial(sent={"text": "Yes."}),
    "verdict": Trial(sent={"state": "approved"}),
    "article-images": Trial(done=(422,)),
    "article-image": Trial({"number": 1}),
    "shared-image": Trial({"token": "shared", "number": 1}),
    "assists": Trial(sent={"operation": "shorten", "quote": "Attention"}),
    "assist-estimate": Trial(sent={"operation": "shorten", "quote": "Attention"}),
    "run-budget": Trial(sent={"budget": "5"}),
    "notices-mail": Trial(sent={"direct_mail": "now", "other_mail": "never"}),
    # Mail programs post here without a token of ours: the address itself carries the right, and a forged one has none.
    "unsubscribe": Trial({"token": "forged"}, done=(403,)),
    "diagrams": Trial(sent={"sources": "[]"}),
    "revision": Trial({"number": 1}),
    "revision-name": Trial({"number": 1}, sent={"name": "First draft"}),
    "version-name": Trial(sent={"name": "First draft"}),
    "restore": Trial({"number": 1}),
    "shared": Trial({"token": "shared"}),
    "shared-evidence": Trial({"token": "shared"}, query={"paper": "{bibkey}"}),
    "shared-export": Trial({"token": "shared", "format": "markdown"}),
    "shared-progress": Trial({"token": "shared", "number": 1}),
    "shared-file": Trial({"token": "shared", "number": 1}),
    "export": Trial({"format": "markdown"}),
    "figure": Trial({"signed": signing.dumps("flowchart LR\n  A --> B", salt=FIGURE_SALT, compress=True)}),
}
