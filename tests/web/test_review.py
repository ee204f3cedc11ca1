"""Comments, suggestions and verdicts: where they stick, what they change, whom they concern."""

from __future__ import annotations

import pytest
from django.test import Client

from surveygo.accounts.models import Membership, Role, User
from surveygo.articles import document
from surveygo.articles.models import Article
from surveygo.review import anchors, parts, reviews, threads
from surveygo.review.models import Notice, Review, Thread
from surveygo.review.panel import activity, panel
from surveygo.review.threads import Selection

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def change(article: Article, old: str, new: str, user: User) -> None:
    """Edit the article as a person would."""
    document.settle(article)
    document.change(article, article.version, article.markdown.replace(old, new), user)


def begin(article: Article, user: User, quote: str, replacement: str | None = None) -> Thread:
    """A thread on the quotation."""
    return threads.begin(article, user, Selection(quote), "Why?" if replacement is None else "", replacement)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Attention finds", "Attention finds"),
        ("finds the aspect", "finds the *aspect*"),
        ("aspect . In 2019 more", "aspect* [@li2018ensure]. In 2019, more"),
        ("模型", "模型"),
        ("nothing of this", None),
        ("  ", None),
    ],
)
def test_a_selection_is_found_in_the_source(quote: str, found: str | None) -> None:
    """Marks, citations and spaces of the source may be missing in what the page shows."""
    text = "## 模型 A\n\nAttention finds the *aspect* [@li2018ensure]. In 2019, more works [@b] came.\n"
    place = anchors.locate(text, quote)
    assert (text[slice(*place)] if place else None) == (found.rstrip("*") if found else None) or (
        place and found and found.startswith(text[slice(*place)])
    )


def test_what_stands_before_decides_between_two_places() -> None:
    """The same words stand twice; those before them, or where the selection began, tell which is meant."""
    text = "The first model works well. The second model works well."
    assert anchors.locate(text, "works well", before="… The second model ") == (45, 55)
    assert anchors.locate(text, "works well", before="The first model") == (16, 26)
    assert anchors.locate(text, "works well", near=40) == (45, 55)


def test_a_place_is_found_though_somebody_types_before_it() -> None:
    """Between the selection and the comment the words before it were added to."""
    text = "Of old: this model works well. Quite new here: this very model works well."
    assert anchors.locate(text, "model works well", before="works well. Quite new here: this") == (57, 73)


def test_a_comment_moves_with_its_text(article: Article, alice: User, bob: User) -> None:
    """Edits before it, in it and after it leave it on its words; when they are deleted, it is orphaned but kept."""
    thread = begin(article, bob, "finds the aspect")
    change(article, "# Aspect", "# Many words before 中文 😀: Aspect", alice)
    [place] = anchors.places(document.current(article), [(thread.start, thread.end)])
    assert place and article.markdown[slice(*place)] == "finds the aspect"
    change(article, "finds the aspect", "finds the right aspect", alice)
    [place] = anchors.places(document.current(article), [(thread.start, thread.end)])
    assert place and article.markdown[slice(*place)] == "finds the right aspect"
    change(article, "Attention finds the right aspect", "Attention", alice)
    [shown] = panel(article, alice)["open"]
    assert shown.orphaned and shown.thread == thread


def test_threads_follow_a_section_that_moves(article: Article, alice: User, bob: User) -> None:
    """A section goes to the end: a comment in it, one on its heading and a suggestion find their words there."""
    document.settle(article)
    section = "## Moved\n\nOf two towers the second one is higher by far than all others of the old town.\n\n"
    change(article, "## ", section + "## ", alice)
    comment = begin(article, bob, "the second one")
    begin(article, bob, "## Moved")
    suggestion = begin(article, bob, "old town", "village")
    document.change(article, article.version, article.markdown.replace(section, "") + "\n\n" + section, alice)
    change(article, "is higher by far", "is taller by far", alice)
    shown = panel(article, alice)["open"]
    assert [one.orphaned for one in shown] == [False] * 3
    assert [one.thread.quote for one in shown] == ["## Moved", "the second one", "old town"]
    threads.accept(suggestion, alice)
    article.refresh_from_db()
    assert "taller by far than all others of the village" in article.markdown
    change(article, "Of two towers the second one is taller by far than", "", alice)
    assert [one.orphaned for one in panel(article, alice)["open"] if one.thread == comment] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Quite other words of somebody else: the second one. And more of them, which nobody compared with anything.",
        "Of two towers the second one is higher by far. Of two towers the second one is higher by far.",
    ],
)
def test_words_that_only_read_alike_are_not_taken_for_moved_ones(text: str) -> None:
    """Words around them differ, or two places are alike: a thread is rather orphaned than put on the wrong words."""
    assert anchors.moved(text, "the second one", "Look at those: of two towers", "is higher by far than") is None


def test_an_accepted_suggestion_is_its_authors(article: Article, alice: User, bob: User) -> None:
    """The text changes, the revision names who suggested it, and that person is told."""
    thread = begin(article, bob, "Attention finds", "Self-attention finds")
    threads.accept(thread, alice)
    article.refresh_from_db()
    assert "Self-attention finds the aspect" in article.markdown
    newest = article.revisions.order_by("-number")[0]
    assert bob in newest.contributors.all()
    assert (thread.state, thread.settled_by) == ("accepted", alice)
    assert [notice.text for notice in Notice.objects.filter(person=bob)] == [
        f"Alice accepted your suggestion on “{article.title}”."
    ]


def test_a_suggestion_on_changed_words_changes_nothing(article: Article, alice: User, bob: User) -> None:
    """What it would replace was edited: accepting says so, and the suggestion stays open."""
    thread = begin(article, bob, "Attention finds", "Self-attention finds")
    change(article, "Attention finds", "Attention often finds", alice)
    before = article.markdown
    with pytest.raises(threads.Gone):
        threads.accept(thread, alice)
    article.refresh_from_db()
    thread.refresh_from_db()
    assert article.markdown == before
    assert thread.state == "open"


def test_two_who_accept_the_same_change_it_once(article: Article, alice: User, bob: User) -> None:
    """The second finds it settled."""
    thread = begin(article, bob, "aspect [", "aspect aspect [")
    again = Thread.objects.get(pk=thread.pk)
    threads.accept(thread, alice)
    threads.accept(again, alice)
    article.refresh_from_db()
    assert article.markdown.count("aspect aspect [") == 1


def test_mentions_and_answers_reach_those_concerned(article: Article, alice: User, bob: User, charlie: User) -> None:
    """Whoever is named hears of it, also by address; strangers and oneself do not."""
    thread = threads.begin(article, alice, Selection("Attention"), "@Bob and @charlie@example.org, is that so?")
    assert list(Notice.objects.values_list("person__name", flat=True)) == ["Bob"]
    threads.answer(thread, bob, "It is.")
    assert Notice.objects.get(person=alice).text == f"Bob answered in “{article.title}”."
    assert not Notice.objects.filter(person=charlie)


def test_a_verdict_grows_stale(article: Article, alice: User, bob: User) -> None:
    """It is about one text; an edit shows, taking the edit back makes it hold again, and a second request asks anew."""
    reviews.ask(article, bob, alice)
    assert Notice.objects.filter(person=bob, text__contains="asks you to review").exists()
    review = reviews.answer(article, bob, Review.State.APPROVED, "Fine.")
    assert not reviews.is_stale(review, article)
    change(article, "Attention", "Self-attention", alice)
    assert reviews.is_stale(review, article)
    change(article, "Self-attention", "Attention", alice)
    assert not reviews.is_stale(review, article)
    assert reviews.ask(article, bob, alice).state == Review.State.ASKED
    assert Review.objects.count() == 1


def test_the_panel_and_the_activity_tell_what_happened(article: Article, alice: User, bob: User) -> None:
    """Threads in the order of the text, not of their making; who did what, the newest first."""
    begin(article, bob, "aspect")
    begin(article, alice, "Attention")
    reviews.answer(article, bob, Review.State.CHANGES, "")
    assert [one.thread.quote for one in panel(article, alice)["open"]] == ["Attention", "aspect"]
    assert [(entry.who, entry.what) for entry in activity(article)[:3]] == [
        ("Bob", "changes requested (revision 1)"),
        ("Alice", "commented"),
        ("Bob", "commented"),
    ]


def test_a_reviewer_comments_and_suggests_but_does_not_accept(
    client: Client, article: Article, alice: User, bob: User
) -> None:
    """The whole way through the pages, without scripts; a sentence says what is missing."""
    Membership.objects.filter(user=bob).update(role=Role.REVIEWER)
    client.force_login(bob)
    posted = {"kind": "suggestion", "quote": "Attention finds", "replacement": "It finds"}
    client.post(f"/articles/{article.pk}/threads", posted)
    thread = Thread.objects.get()
    assert client.post(f"/threads/{thread.pk}/settle").status_code == 403
    client.post(f"/threads/{thread.pk}/reply", {"text": "<b>Please</b>"})
    page = client.get(f"/articles/{article.pk}/review").text
    assert "&lt;b&gt;Please&lt;/b&gt;" in page and "<del>Attention</del>" in page
    missing = client.post(f"/articles/{article.pk}/threads", {"kind": "comment"}, HTTP_HX_REQUEST="true")
    assert "Write what you want to say." in missing.text
    gone = {"kind": "comment", "quote": "not there", "text": "?"}
    assert "not in the article any more" in client.post(f"/articles/{article.pk}/threads", gone, follow=True).text
    client.force_login(alice)
    assert 'aria-label="Notices, 1 new"' in client.get("/").text
    client.post(f"/articles/{article.pk}/suggestions")
    article.refresh_from_db()
    assert "It finds the aspect" in article.markdown
    client.post("/notices/seen")
    assert "1 new" not in client.get("/").text


def test_only_who_may_review_is_offered_as_a_reviewer(article: Article, alice: User, bob: User) -> None:
    assert list(panel(article, alice)["members"]) == [bob]
    Membership.objects.filter(user=bob).update(role=Role.VIEWER)
    assert list(panel(article, alice)["members"]) == []


def test_a_selection_within_a_word_is_told_from_others_by_what_stands_before() -> None:
    """It is no whole word, stands twice, and citations lie before it."""
    text = "A first Frankentext is read [@a; @b]. Then a second Frankentext [@c] is written."
    assert anchors.locate(text, "Franken", before="is read [1, 2]. Then a second ") == (52, 59)
    assert anchors.locate(text, "Franken", before="A first ") == (8, 15)


def test_a_section_or_a_figure_is_commented_on_as_a_whole(client: Client, article: Article, alice: User) -> None:
    """The page names a section by its heading's id and a figure by its signed source; others are refused."""
    client.force_login(alice)
    page = client.get(f"/articles/{article.pk}").text
    signed = page.partition('src="/figures/')[2].partition('.svg"')[0]
    address = f"/articles/{article.pk}/threads"
    client.post(address, {"kind": "comment", "text": "Longer.", "section": "sec-methods"})
    client.post(address, {"kind": "comment", "text": "Larger.", "figure": signed})
    assert [one.quote for one in Thread.objects.all()] == ["## Methods", "```mermaid\nflowchart LR\n  A --> B\n```"]
    change(article, "## Methods", "Words before.\n\n## *Many* methods", alice)
    shown = client.get(f"/articles/{article.pk}/review").text
    assert "Section “Many methods”" in shown and "Figure" in shown and 'data-section="sec-many-methods"' in shown
    assert f'data-figure="/figures/{signed.partition(":")[0]}"' in shown
    for wrong in ({"section": "sec-nowhere"}, {"figure": "forged"}):
        client.post(address, {"kind": "comment", "text": "?"} | wrong)
    assert Thread.objects.count() == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_parts_are_found_whatever_ends_lines(end: str) -> None:
    """A heading over a line of dashes too; a fence that nothing closes ends with the text."""
    text = end.join(("# T", "", "Underlined", "---", "", "```mermaid", "A --> B [x]"))
    assert [text[slice(*place)] for place in parts.named(text)] == [
        "# T", "Underlined", f"```mermaid{end}A --> B [x]"
    ]  # fmt: skip
    place = parts.figure(text, "A --> B [x]")
    assert place and text[place[0] :].startswith("```mermaid")


def test_an_image_is_commented_on_as_a_whole(client: Client, article: Article, alice: User) -> None:
    """Of an image that stands in several places the one that is meant, wherever its words are; code shows none."""
    client.force_login(alice)
    second = "![*The* second](image:1)"
    change(article, "## Methods", f"```\n![x](image:1)\n```\n\n![First](image:1)\n\n{second}\n\n## Methods", alice)
    address = f"/articles/{article.pk}/threads"
    client.post(address, {"kind": "comment", "text": "Brighter.", "image": "1-1"})
    assert Thread.objects.get().quote == second
    change(article, "![First](image:1)", "![First](image:1) with words, and ![again](image:1)", alice)
    shown = client.get(f"/articles/{article.pk}/review").text
    assert "Figure “The second”" in shown and 'data-image="1-2"' in shown
    client.post(address, {"kind": "comment", "text": "?", "image": "1-3"})
    assert Thread.objects.count() == 1


def test_the_panel_tells_editors_where_threads_are(client: Client, article: Article, alice: User) -> None:
    """Open ones on a passage carry their positions; settled ones and those on the whole article do not."""
    thread = begin(article, alice, "Attention finds", "It finds")
    threads.begin(article, alice, Selection(), "On the whole: fine.")
    client.force_login(alice)
    page = client.get(f"/articles/{article.pk}/review").text
    assert page.count("data-anchor=") == 1 and f"&quot;clock&quot;: {thread.start['item']['clock']}" in page
    assert "data-anchor" not in client.post(f"/threads/{thread.pk}/settle", HTTP_HX_REQUEST="true").text
    assert 'id="review-pane"' in client.get(f"/articles/{article.pk}/edit").text


@pytest.mark.parametrize("address", ["edit", "edit/plain"])
def test_who_may_not_edit_is_led_to_the_article(
    client: Client, article: Article, people: dict[str, User | None], address: str
) -> None:
    """The page says what the role allows there; strangers are refused as ever, and nobody's post goes through."""
    for role, way in ((Role.REVIEWER, "press Comment or Suggest"), (Role.VIEWER, "You may read this article")):
        user = people[role]
        assert user
        client.force_login(user)
        reply = client.get(f"/articles/{article.pk}/{address}", follow=True)
        assert reply.redirect_chain == [(f"/articles/{article.pk}", 302)]
        assert way in reply.text
        assert client.post(f"/articles/{article.pk}/edit/plain", {"text": "# Mine", "base": ""}).status_code == 403
