"""The library: each paper once, found by its words, gathered, tagged, corrected, merged and deleted."""

from __future__ import annotations

import pytest
from django.test import Client

from pipeline.paper import Paper as PipelinePaper
from surveygo.accounts.models import User, Workspace
from surveygo.articles.models import Article
from surveygo.library import duplicates, search
from surveygo.library.filters import Filter
from surveygo.library.models import Collection, CollectionPaper, Duplicate, Paper, Tag
from surveygo.library.store import store
from surveygo.library.uses import uses_of

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def shelf(workspace: Workspace, alice: User) -> Collection:
    """An empty collection that people see."""
    return Collection.objects.create(workspace=workspace, name="Shelf", listed=True, created_by=alice)


def paper(title: str, **fields: object) -> PipelinePaper:
    """A paper with a text of its own."""
    return PipelinePaper(**{"bibkey": "", "title": title, "text": f"All about {title}. It works."} | fields)  # type: ignore[arg-type]


def titles(workspace: Workspace, **asked: str) -> list[str]:
    """What the library lists for a filter, in order."""
    return [row.title for row in Filter.of(asked).papers(workspace)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("memory", ["Memory networks"]),
        ("MEMOR netw", ["Memory networks"]),
        ("naïve", ["A naive baseline"]),
        ("poincare", ["Poincaré embeddings"]),
        ("注意力", ["注意力机制综述"]),
        ("述", ["注意力机制综述"]),
        ("意注", []),
        ("hopping", ["Memory networks"]),
        ("Weston", ["Memory networks"]),
        ("10.1000/mem", ["Memory networks"]),
        ("memory 注意", []),
        ('"memory" OR (NOT x*', []),
        ("'); DROP TABLE", []),
        ("%%%", []),
    ],
)
def test_words_find_papers(workspace: Workspace, shelf: Collection, query: str, found: list[str]) -> None:
    """In any field, by their beginnings, without accents and case, Chinese by its characters; signs mean nothing."""
    store(
        shelf,
        [
            paper("Memory networks", text="It reads by hopping.", authors=("Jason Weston",), doi="10.1000/MEM"),
            paper("A naive baseline"),
            paper("Poincaré embeddings"),
            paper("注意力机制综述", text="本文综述注意力机制。"),
        ],
    )
    assert titles(workspace, q=query) == found


def test_the_title_counts_more_than_the_text(workspace: Workspace, shelf: Collection) -> None:
    """The best match comes first."""
    store(shelf, [paper("Graphs", text="One word on attention in a long text. " * 3), paper("Attention")])
    assert titles(workspace, q="attention") == ["Attention", "Graphs"]
    assert titles(workspace, q="attention", sort="title") == ["Attention", "Graphs"]


def test_the_index_follows_its_rows(workspace: Workspace, shelf: Collection) -> None:
    """Changed and deleted papers are found by what they are now."""
    store(shelf, [paper("Old name", text="x")])
    row = Paper.objects.get()
    row.title = "New words"
    row.save()
    assert titles(workspace, q="old") == [] and titles(workspace, q="new") == ["New words"]
    gone = row.pk
    shelf.delete()
    Paper.objects.all().delete()
    Paper.objects.bulk_create([Paper(pk=gone, workspace=workspace, title="Other", text="y")])
    assert list(search.find(Paper.objects.all(), "words")) == []
    assert titles(workspace, q="other") == ["Other"]


def test_a_long_chinese_book_is_indexed(workspace: Workspace, shelf: Collection) -> None:
    """PostgreSQL keeps at most a megabyte of words of a text."""
    text = "".join(chr(0x4E00 + (i * 7919) % 20_000) for i in range(300_000))
    store(shelf, [paper("书", text=text)])
    assert titles(workspace, q=text[1000:1004]) == ["书"]


def test_filters_narrow_and_sort(workspace: Workspace, shelf: Collection, alice: User) -> None:
    """Year, collection, tag, basis, source, use; nonsense in the address is nothing."""
    store(shelf, [paper("A", year=2015), paper("B", year=2019), paper("C", text="", abstract="Short.")], source="arxiv")
    Paper.objects.get(title="B").tags.add(tag := Tag.objects.create(workspace=workspace, name="core"))
    assert titles(workspace, sort="title") == ["A", "B", "C"]
    assert titles(workspace, sort="year") == ["B", "A", "C"]
    assert titles(workspace, **{"from": "2016"}) == ["B"]
    assert titles(workspace, **{"to": "2016"}) == ["A"]
    assert titles(workspace, tag=str(tag.pk)) == ["B"]
    assert titles(workspace, basis="abstract") == ["C"]
    assert titles(workspace, source="upload") == []
    assert titles(workspace, used="yes") == []
    assert len(titles(workspace, collection=str(shelf.pk), used="no")) == 3
    assert len(titles(workspace, **{"from": "x", "tag": "-1", "basis": "?", "sort": "evil", "used": "999x"})) == 3


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"doi": "10.1000/a"}, {"doi": "https://doi.org/10.1000/A", "title": "Else"}, True),
        ({"url": "https://arxiv.org/abs/2504.05732v2"}, {"doi": "10.48550/arXiv.2504.05732", "title": "Else"}, True),
        ({"year": 2019}, {"year": 2019, "title": "MEMORY   Networks."}, True),
        ({"year": 2019}, {"year": 2020, "text": "Another text."}, False),
        ({}, {"text": "Another text."}, False),
        ({}, {}, True),
        ({"year": 2019, "doi": "10.1000/a"}, {"year": 2019, "doi": "10.1000/b"}, False),
        ({"year": 2019, "doi": "10.1000/a"}, {"year": 2019, "doi": "10.48550/arXiv.1901.00001"}, True),
    ],
)
def test_the_same_paper_is_kept_once(
    workspace: Workspace, shelf: Collection, first: dict[str, object], second: dict[str, object], same: bool
) -> None:
    """By DOI, arXiv id, or title and year; in one upload as well as in two, and in either collection."""
    pair = [paper(**{"title": "Memory networks"} | one) for one in (first, second)]  # type: ignore[arg-type]
    other = Collection.objects.create(workspace=workspace)
    for one in pair:
        store(shelf, [one])
    store(other, pair)
    assert Paper.objects.count() == (1 if same else 2)
    assert shelf.papers.count() == other.papers.count() == Paper.objects.count()


def test_a_second_account_fills_gaps(shelf: Collection) -> None:
    """A full text in place of an abstract, fields that were empty; nothing is overwritten."""
    store(shelf, [paper("Memory", text="", abstract="Short.", year=2019, venue="ACL")])
    assert Paper.objects.get().basis == "abstract"
    store(shelf, [paper("Memory", text="The whole text.", year=2019, venue="Elsewhere", doi="10.1000/m")])
    row = Paper.objects.get()
    assert (row.text, row.basis, row.venue, row.doi) == ("The whole text.", "full", "ACL", "10.1000/m")


def test_another_workspace_keeps_its_own(shelf: Collection, charlie: User) -> None:
    """The same paper in two workspaces is two rows; neither finds the other's."""
    elsewhere = charlie.workspaces.get()
    for collection in (shelf, Collection.objects.create(workspace=elsewhere)):
        store(collection, [paper("Memory", year=2019)])
    assert Paper.objects.count() == 2
    assert Filter.of({"q": "memory"}).papers(elsewhere).count() == 1


def alike(workspace: Workspace) -> Duplicate | None:
    """The pair that is proposed, if any."""
    duplicates.propose(workspace, list(Paper.objects.values_list("pk", flat=True)))
    return duplicates.proposals(workspace).first()


@pytest.mark.parametrize(
    ("title", "fields", "proposed"),
    [
        ("Attention based memory networks for sentiments", {}, True),
        ("Attention based memory networks for sentiment", {"authors": ("Someone Else",)}, False),
        ("Attention based memory networks for sentiment", {"year": 2029}, False),
        ("Convolutional ladder networks for parsing", {}, False),
    ],
)
def test_what_is_merely_alike_is_proposed(
    workspace: Workspace, shelf: Collection, title: str, fields: dict[str, object], proposed: bool
) -> None:
    """Like titles, a shared author, years close to each other; it is never merged by itself."""
    store(shelf, [paper("Attention-based memory networks for sentiment", year=2018, authors=("Ann Lee",))])
    store(shelf, [paper(title, **{"year": 2019, "authors": ("A. Lee",)} | fields)])
    assert Paper.objects.count() == 2
    assert (alike(workspace) is not None) == proposed


def test_merging_keeps_collections_tags_and_surveys(
    as_alice: Client, article: Article, shelf: Collection, workspace: Workspace
) -> None:
    """The paper that goes is cited as the one that stays."""
    old = article.survey.collection.in_order()[0]
    article.references[0]["paper"] = old.pk
    article.save()
    store(shelf, [paper(old.title + "s", year=old.year, authors=("Alice Writer0",), doi="10.1000/kept")])
    kept = Paper.objects.get(doi="10.1000/kept")
    CollectionPaper.objects.create(collection=shelf, paper=old, position=7)
    old.tags.add(Tag.objects.create(workspace=workspace, name="core"))
    pair = alike(workspace)
    assert pair is not None
    assert f"{kept.title}" in as_alice.get("/library/duplicates").text
    as_alice.post(f"/library/duplicates/{pair.pk}", {"keep": kept.pk})
    assert not Paper.objects.filter(pk=old.pk).exists() and not Duplicate.objects.exists()
    assert [tag.name for tag in kept.tags.all()] == ["core"]
    assert kept in article.survey.collection.papers.all() and shelf.papers.count() == 1
    use = uses_of(kept)[0]
    assert (use.survey, use.places) == (article.survey, (("Abstract", 1),))


def test_a_dismissed_pair_is_not_proposed_again(as_alice: Client, workspace: Workspace, shelf: Collection) -> None:
    """A person said that they are two."""
    store(
        shelf, [paper("Memory networks for sentiment", year=2018), paper("Memory networks for sentiments", year=2019)]
    )
    pair = alike(workspace)
    assert pair is not None
    as_alice.post(f"/library/duplicates/{pair.pk}", {"keep": ""})
    assert alike(workspace) is None and Paper.objects.count() == 2


def test_metadata_is_corrected(as_alice: Client, collection: Collection) -> None:
    """The form comes back for nonsense; the index and the tags follow; the text stays."""
    row = collection.in_order()[0]
    address = f"/library/papers/{row.pk}"
    reply = as_alice.post(f"{address}/edit", {"title": "T", "url": "javascript:alert(1)", "year": "99999"})
    assert reply.status_code == 422 and "begins with https://" in reply.text
    as_alice.post(
        f"{address}/edit", {"title": "Zebra  study", "authors": "A B\n\nC D", "tags": "x, y ,x", "year": "2001"}
    )
    changed = Paper.objects.get(pk=row.pk)
    assert (changed.title, changed.authors, changed.year, changed.text) == (
        "Zebra study",
        ["A B", "C D"],
        2001,
        row.text,
    )
    assert sorted(tag.name for tag in changed.tags.all()) == ["x", "y"]
    assert titles(changed.workspace, q="zebra") == ["Zebra study"]
    as_alice.post(f"{address}/edit", {"title": "Zebra study", "tags": ""})
    assert not Tag.objects.exists()


def test_deleting_shows_what_depends_on_it(as_alice: Client, article: Article) -> None:
    """The survey and the section that cites it; the article keeps its reference."""
    row = article.survey.collection.in_order()[0]
    article.references[0]["paper"] = row.pk
    article.save()
    page = as_alice.get(f"/library/papers/{row.pk}/delete").text
    assert "Aspect sentiment" in page and "cited in Abstract" in page
    assert Paper.objects.filter(pk=row.pk).exists()
    as_alice.post("/library/papers", {"paper": row.pk, "action": "delete", "sure": "yes"})
    assert not Paper.objects.filter(pk=row.pk).exists()
    article.refresh_from_db()
    assert len(article.references) == 8


def test_many_are_handled_at_once(as_alice: Client, collection: Collection, workspace: Workspace) -> None:
    """Ticked ones, or all that fit a filter: into a collection, out of it, tagged, into a survey."""
    some = [row.pk for row in collection.in_order()[:2]]
    as_alice.post("/library/papers", {"paper": some, "action": "collect", "name": "Chosen"})
    made = Collection.objects.get(name="Chosen")
    assert list(made.in_order().values_list("pk", flat=True)) == some
    as_alice.post("/library/papers", {"all": "yes", "query": "q=memory", "action": "collect", "into": made.pk})
    assert made.papers.count() == 3
    as_alice.post("/library/papers", {"paper": some, "action": "remove", "from": made.pk})
    assert made.papers.count() == 1 and workspace.papers.count() == 8
    as_alice.post("/library/papers", {"all": "yes", "query": "", "action": "tag", "tags": "a, b"})
    assert Tag.objects.get(name="a").papers.count() == 8
    as_alice.post("/library/papers", {"paper": some, "action": "untag", "tags": "a"})
    assert Tag.objects.get(name="a").papers.count() == 6
    reply = as_alice.post("/library/papers", {"paper": some, "action": "survey"})
    basket = Collection.objects.latest("pk")
    assert reply["Location"] == f"/surveys/new?collection={basket.pk}" and basket.papers.count() == 2
    assert "No paper is chosen" in as_alice.post("/library/papers", {"action": "delete"}, follow=True).text


def test_collections_come_and_go(as_alice: Client, survey_of_listed: Collection) -> None:
    """Deleting one leaves its papers, and its survey with them."""
    as_alice.post("/library/collections", {"name": "Empty"})
    made = Collection.objects.get(name="Empty")
    as_alice.post(f"/library/collections/{made.pk}/rename", {"name": "Renamed"})
    assert "Renamed" in as_alice.get("/library").text
    as_alice.post(f"/library/collections/{made.pk}/delete")
    assert not Collection.objects.filter(pk=made.pk).exists()
    as_alice.post(f"/library/collections/{survey_of_listed.pk}/delete")
    survey_of_listed.refresh_from_db()
    assert not survey_of_listed.listed and survey_of_listed.papers.count() == 8


@pytest.fixture
def survey_of_listed(survey: object, collection: Collection) -> Collection:
    """A collection that people see and a survey is written from."""
    collection.listed = True
    collection.save()
    return collection


def test_hostile_fields_stay_text(as_alice: Client, shelf: Collection) -> None:
    """Markup in metadata is shown, not run; an address of a script is no link."""
    hostile = paper("<script>x</script>", url="javascript:alert(1)", text="</div><img src=x onerror=y>")
    store(shelf, [hostile])
    row = Paper.objects.get()
    for address in ("/library", f"/library/papers/{row.pk}"):
        page = as_alice.get(address).text
        assert "<script>x" not in page and "<img src=x" not in page and 'href="javascript' not in page
