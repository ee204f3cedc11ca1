"""Every route of the site, tried by every role, a stranger and the anonymous, with GET and with POST.

The rule of a route is the decorator `needs` on its view (`surveygo/accounts/rules.py`); a route without one fails here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from surveygo.accounts import access
from surveygo.accounts.models import Role, User
from surveygo.accounts.rules import Rule, rule_of
from surveygo.articles.models import Article
from tests.web.trials import TRIALS, Trial

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE")
OWN = ("django_session", "accounts_signintoken", "usersessions_usersession")
"""Tables that a visit itself may write to."""


@pytest.fixture(autouse=True)
def accounts(people: dict[str, User | None]) -> None:
    """Everybody has a password and a second factor, so that the pages about them are there for all."""
    for user in filter(None, people.values()):
        user.set_password("a long password")
        user.save()
        TOTP.activate(user, generate_totp_secret())
        RecoveryCodes.activate(user)


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """Every pattern of the site."""
    for item in resolver.url_patterns:
        if isinstance(item, URLResolver):
            yield from patterns(item)
        else:
            yield item


ROUTES = {str(pattern.name or pattern.pattern): pattern for pattern in patterns(get_resolver())}


def rule_at(name: str) -> Rule:
    """The rule of a route.

    Fails, saying what to do, for a route without one.
    """
    view = ROUTES[name].callback
    place = f"{inspect.unwrap(view).__module__}.{getattr(view, '__name__', view)}"
    rule = rule_of(view)
    if rule is None:
        pytest.fail(
            f"The route {name!r} says nowhere who may open it: put `@needs(...)` from surveygo/accounts/rules.py above "
            f'{place}, such as `@needs("edit", "article")`, or `@needs("view", "article", post="comment")`.'
        )
    if rule.kind and not hasattr(access, f"get_{rule.kind}"):
        pytest.fail(
            f"The rule of {place} names the kind {rule.kind!r}: give surveygo/accounts/access.py a `get_{rule.kind}`."
        )
    return rule


def address(name: str, objects: dict[str, int]) -> str:
    """Where the route is tried. Fails, saying what to do, where an argument is not known."""
    pattern, rule = ROUTES[name], rule_at(name)
    arguments = dict(TRIALS.get(name, Trial()).arguments)
    needed = set(pattern.pattern.converters) - set(arguments)
    if "pk" in needed and rule.kind:
        assert rule.kind in objects, f"Give the fixture `objects` in tests/web/conftest.py a {rule.kind!r}."
        arguments["pk"] = objects[rule.kind]
    missing = needed - set(arguments)
    assert not missing, f"Say in tests/web/trials.py what {sorted(missing)} of the route {name!r} may be."
    return reverse(name, kwargs=arguments)


@contextmanager
def watched() -> Iterator[list[str]]:
    """What is written to the tables while the block runs, but for what each visit writes; undone afterwards."""
    written: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(WRITES) and not any(table in sql for table in OWN):
            written.append(sql)
        return execute(sql, *rest)

    point = transaction.savepoint()
    with connection.execute_wrapper(note):
        yield written
    transaction.savepoint_rollback(point)


def wrong(reply: HttpResponseBase, rule: Rule, method: str, person: str, names_object: bool, written: list[str]) -> str:
    """What is wrong with a reply, or nothing."""
    asked = rule.post if method == "POST" else rule.need
    away = reply.status_code == 302 and reply["Location"].startswith("/signin?")
    refused = reply.status_code in (401, 403, 404)
    # A stranger has a workspace of their own, where they may do everything.
    at_home = person == "stranger" and not names_object
    if asked != "nothing" and person == "nobody":
        fault = "" if away else "is not sent to sign in"
    elif reply.status_code == 405:
        return "changes something" if written else ""
    elif rule.allows(person, method) or at_home:
        return "is kept out" if away or (refused and asked != "nothing") else ""
    else:
        expected = 404 if person == "stranger" else 403
        fault = "" if reply.status_code == expected else f"does not get {expected}"
    return fault or ("changes something" if written else "")


@pytest.mark.parametrize("name", ROUTES)
def test_everyone_gets_what_the_rule_says(
    name: str, people: dict[str, User | None], objects: dict[str, int], article: Article
) -> None:
    """The anonymous are sent to sign in, strangers find nothing, members do what their role allows and nothing else."""
    rule, url, trial = rule_at(name), address(name, objects), TRIALS.get(name, Trial())
    known = objects | {"bibkey": article.references[0]["bibkey"]}
    faults, owner = [], set()
    for person, user in people.items():
        for method, given in (("GET", trial.query), ("POST", trial.sent)):
            browser = Client()
            if user is not None:
                browser.force_login(user)
            sent = {key: value.format(**known) for key, value in given.items()}
            with watched() as written:
                reply = getattr(browser, method.lower())(url, sent)
            names_object = "pk" in ROUTES[name].pattern.converters or sent != given
            if fault := wrong(reply, rule, method, person, names_object, written):
                faults.append(f"{person}, {method} {url}: {fault} ({reply.status_code})")
            if person == Role.OWNER:
                owner.add(reply.status_code)
    assert not faults
    assert owner & set(trial.done), (
        f"The owner got {owner}; say in tests/web/trials.py what the route {name!r} is to be sent."
    )


@pytest.mark.parametrize("name", ROUTES)
def test_a_post_needs_its_token(name: str, alice: User, objects: dict[str, int], article: Article) -> None:
    """Neither a link nor another site's form changes anything, even for the owner."""
    wary = Client(enforce_csrf_checks=True)
    wary.force_login(alice)
    url, sent = address(name, objects), TRIALS.get(name, Trial()).sent
    with watched() as written:
        reply = wary.post(url, sent)
    assert reply.status_code in (403, 405)
    assert not written


def test_routes_have_names_of_their_own() -> None:
    """A name is how links and this test find a route."""
    names = [pattern.name for pattern in patterns(get_resolver())]
    assert None not in names
    assert len(set(names)) == len(names)
