"""What holds for every claim, on real collections and on arbitrary text."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.digest import POINT_KINDS
from pipeline.engines.extractive.reading import Claim, author_name, read_claims
from pipeline.paper import Corpus, Paper

# One process makes what these tests share, once.
pytestmark = pytest.mark.xdist_group("reading")

FIRST_PERSON = re.compile(r"\b([Ww]e|[Oo]urs?|[Uu]s|[Mm]y|you|your)\b")
DEBRIS = re.compile(
    r"https?:|\w@\w+\.\w|\(cid:|[\ufb00-\ufb06\ufffd=∑∈{}|\\<>]|\[\d|\bet al\.,? ?\(?\d{4}[^)]|"
    r"\b(?:Fig(?:ure|\.)?|Table|Section|Eqs?\.) ?\(?\d|\w+- (?!and\b|or\b|to\b|versus\b)[a-z]|``|::"
)
STATISTICS = re.compile(r"\b[pPnN] ?[<>=] ?[\d.]+|[<>] ?\d")


def collection(file: Path) -> Corpus:
    papers = json.loads(file.read_text(encoding="utf-8").splitlines()[0])["papers"]
    return Corpus.build(
        Paper(
            p.get("bibkey", ""), p["title"], p["txt"], p.get("abstract", ""), tuple(p.get("authors", ())), p.get("year")
        )
        for p in papers
    )


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@pytest.fixture(scope="module", params=["dev_nlp_small_sentiment.jsonl", "dev_scipy_ml.jsonl"])
def corpus(request: pytest.FixtureRequest, data: Path) -> Corpus:
    return collection(data / request.param)


@pytest.fixture(scope="module")
def claims(corpus: Corpus) -> list[tuple[Paper, Claim]]:
    return [(paper, claim) for paper in corpus.papers for claim in read_claims(paper, "en")]


def test_it_finds_enough_in_every_paper(corpus: Corpus) -> None:
    assert all(10 <= len(read_claims(paper, "en")) <= 60 for paper in corpus.papers)


def test_it_writes_complete_sentences_in_the_third_person(claims: list[tuple[Paper, Claim]]) -> None:
    for _, claim in claims:
        assert re.match(r"[A-Z\d]", claim.text), claim.text
        assert claim.text.endswith("."), claim.text
        assert 8 <= len(claim.text.split()) <= 46, claim.text
        assert not FIRST_PERSON.search(claim.text), claim.text


def test_it_leaves_no_debris(claims: list[tuple[Paper, Claim]]) -> None:
    for _, claim in claims:
        assert not DEBRIS.search(STATISTICS.sub("", claim.text)), claim.text
        assert claim.text.count("(") == claim.text.count(")"), claim.text
        assert claim.text.count('"') % 2 == 0, claim.text


def test_it_points_to_the_passage_that_holds_the_source(claims: list[tuple[Paper, Claim]]) -> None:
    for paper, claim in claims:
        passage = paper.passage_by_id[claim.passage]
        source, body = letters(claim.source), letters(paper.text)
        begins = letters(paper.text[passage.start : passage.end + len(claim.source)])
        assert source in begins or source not in body, claim.source


def test_it_adds_no_words_of_its_own(claims: list[tuple[Paper, Claim]]) -> None:
    """Of a claim's content words all but the authors' name and the few of the recasting stand in its source."""
    own = {"propose", "propos", "author", "plan", "aim"}
    strange = []
    for paper, claim in claims:
        said = claim.source.lower().replace("- ", "")
        new = [t for t in claim.terms if t[:4] not in said.replace("-", "") and t[:4] not in said and t not in own]
        strange += [(paper.bibkey, claim.text, new)] if len(new) > 1 else []
    assert len(strange) <= len(claims) * 0.01, strange[:5]


def test_it_keeps_its_parts_consistent(claims: list[tuple[Paper, Claim]]) -> None:
    for paper, claim in claims:
        assert claim.kind in POINT_KINDS
        assert 0 <= claim.score <= 1
        assert claim.score == round(claim.score, 6)
        assert len(set(claim.terms)) == len(claim.terms)
        if claim.subject:
            assert claim.subject == author_name(paper)
            assert claim.text == f"{claim.subject} {claim.predicate}."


def test_it_reads_notes_nearly_whole() -> None:
    notes = collection(Path(__file__).resolve().parents[2] / "samples" / "long-form-generation.jsonl")
    found = [claim for paper in notes.papers for claim in read_claims(paper, "en")]
    assert len(found) >= 5 * len(notes.papers)
    assert not any("Reading note" in claim.text for claim in found)


def test_it_is_the_same_under_every_hash_seed(data: Path) -> None:
    code = (
        "import sys, json, hashlib; from tests.pipeline.test_reading_invariants import collection; from pathlib"
        " import Path;"
        "from pipeline.engines.extractive.reading import read_claims;"
        "c = collection(Path(sys.argv[1]));"
        "sys.stdout.write(hashlib.sha256(repr([read_claims(p, 'en') for p in c.papers[:5]]).encode()).hexdigest())"
    )
    root = Path(__file__).resolve().parents[2]
    seen = {
        subprocess.run(
            [sys.executable, "-c", code, str(data / "dev_nlp_small_sentiment.jsonl")],
            env={**os.environ, "PYTHONHASHSEED": seed}, cwd=root, check=True, capture_output=True, text=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(seen) == 1


PIECES = st.sampled_from(
    ["We", "propose", "a", "model", "(Li et al., 2018)", "[3]", "Figure 2", "$x$", "``code``", "\n\n", "\n", ".", ",",
     "(", ")", "1",
     "Introduction", "Our", "results", "show", "that", "it", "improves", "- ", "=", "“", "”", "However,", "To",
     "the", "\\cite{a}", "I", "中文"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=120).map(" ".join), st.sampled_from(["en", "zh"]))
def test_it_survives_any_text(text: str, language: str) -> None:
    paper = Paper("k2020", "A title", text, text[:80], ("Bob Example",), 2020)
    for claim in read_claims(paper, language):
        assert claim.text
        assert not FIRST_PERSON.search(claim.text)
