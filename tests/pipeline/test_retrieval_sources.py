"""Each source against a loopback service that answers in the documented shape."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator

import pytest

from pipeline.errors import BadInput, SourceError
from pipeline.retrieval import Access, Candidate, Client, Ids, Query, Source, open_sources
from pipeline.retrieval.pace import Pace
from tests.simulated_sources import Services
from tests.simulated_sources.server import Fault

NAMES = ("openalex", "arxiv", "semantic_scholar", "crossref", "web")
MEMORY = Query("memory networks")


@pytest.fixture
async def services() -> AsyncIterator[Services]:
    async with Services() as running:
        yield running


class Waits(list[float]):
    """A pace that notes how long it would have waited."""

    async def sleep(self, seconds: float) -> None:
        self.append(round(seconds, 3))


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
async def client(waits: Waits) -> AsyncIterator[Client]:
    async with Client("team@example.org", pace=Pace(clock=lambda: 0.0, sleep=waits.sleep)) as running:
        yield running


def source(services: Services, client: Client, name: str, **keys: str) -> Source:
    access = Access(searxng=f"{services.base}/searxng", addresses=services.addresses, **keys)
    return open_sources([name], client, access)[0]


@pytest.mark.parametrize("name", NAMES)
async def test_a_source_finds_works_with_their_metadata(name: str, services: Services, client: Client) -> None:
    found = await source(services, client, name).search(MEMORY, 50)
    first = found[0]
    assert (first.title, first.year) == ("Memory networks for sentiment analysis, study 3", 2013)
    assert first.abstract.startswith("We study memory networks on reviews.")
    assert first.authors == ("Alice Writer", "Bob Second")
    assert first.sources == (name,)
    assert len(found) == {"crossref": 11, "web": 12}.get(name, 12)


@pytest.mark.parametrize(("name", "doi"), [(n, "10.5555/study.3") for n in NAMES if n != "web"])
async def test_dois_and_citations_are_read(name: str, doi: str, services: Services, client: Client) -> None:
    first = (await source(services, client, name).search(MEMORY, 50))[0]
    assert first.ids.doi == doi
    assert first.citations == (None if name == "arxiv" else 9)


@pytest.mark.parametrize("name", ["openalex", "arxiv", "semantic_scholar", "crossref"])
async def test_pages_are_turned_until_there_are_enough(
    name: str, services: Services, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"pipeline.retrieval.sources.{name}._PAGE", 5)
    asked = source(services, client, name)
    everything = await asked.search(MEMORY, 50)
    assert len({c.title for c in everything}) == len(everything) == (11 if name == "crossref" else 12)
    assert len(services.asked[name]) == 3
    assert len(await asked.search(Query("sentiment analysis"), 7)) == 7
    assert len(services.asked[name]) == 5


async def test_the_web_is_paged_too(services: Services, client: Client) -> None:
    assert len(await source(services, client, "web").search(Query("sentiment"), 12)) == 12
    assert [r.query["pageno"] for r in services.asked["web"]] == ["1", "2", "3"]


@pytest.mark.parametrize("name", NAMES)
async def test_no_results_are_an_empty_answer(name: str, services: Services, client: Client) -> None:
    assert list(await source(services, client, name).search(Query("astrophysics"), 10)) == []


@pytest.mark.parametrize("name", NAMES)
async def test_a_busy_source_is_asked_again_after_the_time_it_asks_for(
    name: str, services: Services, client: Client, waits: Waits
) -> None:
    services.faults[name] = deque([Fault(429, headers={"Retry-After": "7"}), Fault(503)])
    assert await source(services, client, name).search(MEMORY, 5)
    assert [wait for wait in waits if wait in (7.0, 2.0)] == [7.0, 2.0]


@pytest.mark.parametrize("name", NAMES)
async def test_a_source_that_stays_down_is_one_sentence(name: str, services: Services, client: Client) -> None:
    services.faults[name] = deque([Fault(502)] * 3)
    with pytest.raises(SourceError, match=r"has a fault of its own \(HTTP 502\), in 3 tries\."):
        await source(services, client, name).search(MEMORY, 5)
    assert len(services.asked[name]) == 3


@pytest.mark.parametrize("name", NAMES)
async def test_what_no_try_changes_is_asked_once(name: str, services: Services, client: Client) -> None:
    services.faults[name] = deque([Fault(400)])
    with pytest.raises(SourceError, match=r"did not understand the question \(HTTP 400\)"):
        await source(services, client, name).search(MEMORY, 5)
    assert len(services.asked[name]) == 1


async def test_a_source_that_asks_for_hours_is_given_up(services: Services, client: Client) -> None:
    services.faults["openalex"] = deque([Fault(429, headers={"Retry-After": "36000"})])
    with pytest.raises(SourceError, match="asks for fewer questions; it asks to wait 10 hours"):
        await source(services, client, "openalex").search(MEMORY, 5)


@pytest.mark.parametrize(("name", "setting"), [("openalex", "SURVEYGO_OPENALEX_KEY"), ("web", "format json")])
async def test_a_refusal_names_the_setting(name: str, setting: str, services: Services, client: Client) -> None:
    services.faults[name] = deque([Fault(403)])
    with pytest.raises(SourceError, match=setting):
        await source(services, client, name).search(MEMORY, 5)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("body", ["", "<html>sign in</html>", "[]", "{}", "null", '{"results": 3}', '{"message": []}'])
async def test_garbage_is_one_sentence(name: str, body: str, services: Services, client: Client) -> None:
    services.faults[name] = deque([Fault(200, body)])
    with pytest.raises(SourceError, match=r"not JSON|not understood"):
        await source(services, client, name).search(MEMORY, 5)


ODD = (
    '[{}, 3, null, {"title": null}, {"title": ["Right"], "year": "n/a", "authors": "x", "doi": 7}, {"title": "Right", '
)
ODD += '"externalIds": [], "authorships": [{"author": null}, 5], "locations": {"a": 1}, "publication_year": "later", '
ODD += '"abstract_inverted_index": {"a": 3, "b": ["x"]}, "cited_by_count": -4, "url": "https://x.org/a"}]'


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("openalex", f'{{"results": {ODD}}}'),
        ("semantic_scholar", f'{{"data": {ODD}}}'),
        ("crossref", f'{{"message": {{"items": {ODD}}}}}'),
        ("web", f'{{"results": {ODD}}}'),
    ],
)
async def test_missing_and_odd_fields_lose_no_other_work(
    name: str, body: str, services: Services, client: Client
) -> None:
    services.faults[name] = deque([Fault(200, body), Fault(200, '{"results": []}')])
    found = await source(services, client, name).search(MEMORY, 5)
    assert [(c.title, c.year, c.citations) for c in found] == [("Right", None, None)]


async def test_an_error_that_arxiv_tells_as_an_entry_is_no_paper(services: Services, client: Client) -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/api/errors#x</id>'
        "<title>Error</title><summary>start must be an integer</summary></entry></feed>"
    )
    services.faults["arxiv"] = deque([Fault(200, body)])
    with pytest.raises(SourceError, match="start must be an integer"):
        await source(services, client, "arxiv").search(MEMORY, 5)


async def test_entities_of_an_answer_are_not_expanded(services: Services, client: Client) -> None:
    body = (
        '<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed xmlns="http://www.w3.org/2005/Atom">'
        "<entry><id>http://arxiv.org/abs/2001.00001v1</id><title>A &x; title</title></entry></feed>"
    )
    services.faults["arxiv"] = deque([Fault(200, body)])
    found = await source(services, client, "arxiv").search(MEMORY, 5)
    assert [c.title for c in found] == ["A &x; title"]


async def test_nothing_is_asked_twice(services: Services, client: Client) -> None:
    asked = source(services, client, "openalex")
    assert await asked.search(MEMORY, 5) == await asked.search(MEMORY, 5)
    assert len(services.asked["openalex"]) == 1


async def test_sources_are_told_who_asks(services: Services, client: Client) -> None:
    for name in NAMES:
        await source(services, client, name, openalex_key="k1", semantic_scholar_key="k2").search(MEMORY, 5)
    agents = {requests[0].headers["User-Agent"] for requests in services.asked.values()}
    assert agents == {"SurveyGO/0.1 (mailto:team@example.org)"}
    assert services.asked["openalex"][0].query["api_key"] == "k1"
    assert services.asked["semantic_scholar"][0].headers["x-api-key"] == "k2"
    assert services.asked["crossref"][0].query["mailto"] == "team@example.org"


async def test_arxiv_is_asked_every_three_seconds(services: Services, client: Client, waits: Waits) -> None:
    asked = source(services, client, "arxiv")
    await asked.search(MEMORY, 5)
    await asked.search(Query("graph networks"), 5)
    assert list(waits) == [3.0]


async def test_a_key_travels_to_no_other_host(services: Services, client: Client) -> None:
    services.faults["openalex"] = deque([Fault(302, headers={"Location": "http://127.0.0.2:9/works"})])
    with pytest.raises(SourceError, match="not followed"):
        await source(services, client, "openalex", openalex_key="k").search(MEMORY, 5)


@pytest.mark.parametrize("target", ["http://[", "//[::1", "http://a\tb/", ""])
async def test_a_redirect_to_nowhere_is_one_sentence(target: str, services: Services, client: Client) -> None:
    services.faults["openalex"] = deque([Fault(302, headers={"Location": target})] * 3)
    with pytest.raises(SourceError, match=r"^OpenAlex sends .*\.$"):
        await source(services, client, "openalex").search(MEMORY, 5)


async def test_years_are_asked_for_where_the_source_can(services: Services, client: Client) -> None:
    query = Query("memory networks", 2015, 2018)
    found = await source(services, client, "openalex").search(query, 50)
    assert found and all(2015 <= (c.year or 0) <= 2018 for c in found)
    for name in ("arxiv", "semantic_scholar", "crossref"):
        await source(services, client, name).search(query, 5)
    assert "submittedDate:[201501010000 TO 201812312359]" in services.asked["arxiv"][0].query["search_query"]
    assert services.asked["semantic_scholar"][0].query["year"] == "2015-2018"
    assert services.asked["crossref"][0].query["filter"] == "from-pub-date:2015,until-pub-date:2018"


@pytest.mark.parametrize("name", ["openalex", "crossref"])
async def test_retractions_are_known(name: str, services: Services, client: Client) -> None:
    found = await source(services, client, name).search(Query("withdrawn"), 5)
    assert [(c.ids.doi, c.retracted) for c in found] == [("10.5555/gone", True)]


@pytest.mark.parametrize("name", ["openalex", "arxiv", "semantic_scholar", "crossref"])
async def test_works_are_looked_up_by_id(name: str, services: Services, client: Client) -> None:
    ids = [Ids(doi="10.5555/study.4"), Ids(arxiv="1503.08895"), Ids(doi="10.5555/none")]
    found = await source(services, client, name).look_up(ids)
    known = {"10.5555/study.4", "1503.08895"}
    known -= {"crossref": {"1503.08895"}, "arxiv": {"10.5555/study.4"}}.get(name, set())
    assert {c.ids.doi or c.ids.arxiv for c in found} == known


@pytest.mark.parametrize("name", ["openalex", "semantic_scholar"])
async def test_references_and_citations_are_followed(name: str, services: Services, client: Client) -> None:
    work = Candidate("x", Ids(doi="10.5555/study.9", openalex="W9", s2=f"{9:040x}"))
    found = await source(services, client, name).follow(work, 10)
    assert sorted(int(c.ids.doi.rpartition(".")[2]) for c in found) == [3, 6, 12, 15]


async def test_unknown_sources_and_a_web_without_endpoint_are_bad_input(client: Client) -> None:
    with pytest.raises(BadInput, match="no source 'scholar'"):
        open_sources(["scholar"], client, Access())
    with pytest.raises(BadInput, match="SURVEYGO_SEARXNG"):
        open_sources(["web"], client, Access())
