"""What each page and socket asks of who comes, declared on the view; `tests/web/test_routes.py` tries whether it does.

`access.py` decides; a rule says what it is asked. A route without a rule fails the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from surveygo.accounts.access import ALLOWED, Need

Asked = Need | Literal["nothing", "account"]
V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True)
class Rule:
    """What one view or consumer asks of the person's role in the workspace of the object that the address names.

    need: for GET, HEAD and sockets; post: for POST. `nothing` lets anyone in, `account` everyone who is signed in.
    kind: of the object whose key is the address's `pk`: an `article` is found by `access.get_article`. Where there is
    no `pk`, the person's chosen workspace counts.
    """

    need: Asked
    kind: str
    post: Asked

    def allows(self, role: str | None, method: str = "GET") -> bool:
        """Whether a person with that role there gets in; None is a person without one."""
        asked = self.post if method == "POST" else self.need
        return asked == "nothing" or asked == "account" or role in ALLOWED[asked]


def needs(need: Asked, kind: str = "", *, post: Asked | None = None) -> Callable[[V], V]:
    """Declare the rule of a view or consumer: `@needs("edit", "article")`, `@needs("view", "run", post="comment")`.

    Args:
        need: `view`, `comment`, `edit` or `own`; or `account` (whoever is signed in), or `nothing` (anyone; a view then
            has `login_not_required` too).
        kind: of the object that the address's `pk` names, such as `article`; empty where there is none.
        post: what POST needs, where that is more than what GET does.
    """

    def declare(view: V) -> V:
        view.rule = Rule(need, kind, post or need)  # type: ignore[attr-defined]
        return view

    return declare


def rule_of(view: object) -> Rule | None:
    """The rule of a view or of a socket's application, or None where it has none."""
    declared = getattr(getattr(view, "consumer_class", view), "rule", None)
    return declared if isinstance(declared, Rule) else None
