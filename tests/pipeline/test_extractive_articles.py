"""Articles of the extractive engine: what any of them must be like, whatever the collection."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from pipeline.citations import CITATION, cited_keys, without_citations
from pipeline.engines.extractive import ExtractiveEngine
from pipeline.errors import BadInput
from pipeline.mermaid import render_svg
from pipeline.paper import Corpus
from pipeline.prose import sentences_of
from pipeline.skeleton import Section, Skeleton
from tests.pipeline.extractive import SAMPLE, chinese_corpus, sample_corpus, sample_survey, write


def test_every_paper_is_cited_and_no_other_key() -> None:
    corpus = sample_corpus()
    assert set(cited_keys(sample_survey().article.to_markdown())) == set(corpus.by_key)


def test_no_sentence_is_said_twice() -> None:
    sentences = [without_citations(s.text) for s in sentences_of(sample_survey().article.to_markdown())]
    assert len(sentences) > 60
    assert [s for s in set(sentences) if sentences.count(s) > 1] == []


def test_headings_are_there_once_and_have_text_or_subsections() -> None:
    sections = [section for _, section in sample_survey().article.walk()]
    titles = [section.title.casefold() for section in sections]
    assert len(set(titles)) == len(titles)
    assert all(section.markdown.strip() for section in sections)


def test_sentences_begin_with_a_capital_and_end_with_a_full_stop() -> None:
    for sentence in sentences_of(sample_survey().article.to_markdown()):
        if not sentence.text.startswith("*"):  # a caption
            assert re.match(r"\W?[A-Z\d]", sentence.text), sentence.text
            assert sentence.text.endswith("."), sentence.text


def test_the_abstract_cites_nothing_and_is_short() -> None:
    abstract = sample_survey().article.sections[0]
    assert abstract.id == "abstract"
    assert not CITATION.search(abstract.markdown)
    assert 20 < len(abstract.markdown.split()) <= 220


def test_no_cited_sentence_is_without_support() -> None:
    evidence = sample_survey().evidence
    assert [e.sentence for e in evidence if e.verdict == "unsupported"] == []
    assert any(e.kind == "computed" for e in evidence)


def test_a_section_cites_only_papers_with_points_in_it() -> None:
    survey = sample_survey()
    for section in survey.skeleton.leaves():
        written = next(s for _, s in survey.article.walk() if s.id == section.id)
        assert cited_keys(written.markdown)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 9])
def test_small_collections_give_an_article(count: int) -> None:
    corpus = Corpus.build(sample_corpus().papers[:count], "A few notes")
    article = write(corpus).article
    assert set(cited_keys(article.to_markdown())) == {p.bibkey for p in corpus.papers}


def test_diagrams_can_be_drawn() -> None:
    markdown = sample_survey().article.to_markdown()
    sources = re.findall(r"```mermaid\n(.*?)\n```", markdown, re.S)
    assert sources
    assert all(render_svg(source).startswith("<svg") for source in sources)


def test_an_outline_with_titles_only_gets_the_points_that_fit() -> None:
    outline = Skeleton(
        "x",
        (
            Section("s1", "Reinforcement learning for long output"),
            Section("s2", "Key-value cache compression"),
            Section("s3", "Medieval pottery"),
            Section("s4", "Limitations"),
        ),
    )
    survey = write(sample_corpus(), outline)
    titles = [section.title for section in survey.article.sections]
    assert titles[0] == "Abstract"
    cache = next(s for s in survey.article.sections if s.title == "Key-value cache compression")
    assert {key for key in cited_keys(cache.markdown) if "scope" in key or "retrospective" in key}


def test_chinese_papers_give_a_chinese_article_without_blanks() -> None:
    markdown = write(chinese_corpus()).article.to_markdown()
    prose = [without_citations(s.text) for s in sentences_of(markdown) if not s.text.startswith("*")]
    assert len(prose) > 15
    assert [s for s in prose if not s.endswith("。")] == []
    assert not [s for s in prose if re.search(r"[\u3400-\u9fff] +[\u3400-\u9fff]|[,.;]$", s)]
    assert set(cited_keys(markdown)) == set(chinese_corpus().by_key)


def test_it_refuses_another_language_with_one_sentence() -> None:
    with pytest.raises(BadInput, match="writes in the papers' own language, English"):
        ExtractiveEngine(sample_corpus(), "zh")


def test_hash_seed_and_threads_change_nothing() -> None:
    code = (
        "from tests.pipeline.extractive import sample_survey; import hashlib; "
        "print(hashlib.sha256(sample_survey().article.to_markdown().encode()).hexdigest())"
    )
    seen = set()
    for seed, threads in (("1", "1"), ("271", "2")):
        env = os.environ | {"PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads}
        done = subprocess.run(
            [sys.executable, "-c", code], env=env, cwd=SAMPLE.parents[1], capture_output=True, text=True, check=True
        )
        seen.add(done.stdout.strip())
    assert len(seen) == 1
