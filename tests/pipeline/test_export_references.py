"""The reference list: order, authors, links."""

from __future__ import annotations

import pytest

from pipeline.paper import Paper
from pipeline.references import bare_doi, format_authors, make_reference, reference_list, safe_url, work_link
from tests.pipeline.articles import ARTICLE, WORKS


def test_numbers_follow_first_citation_and_unknown_keys_have_none() -> None:
    found = reference_list("B [@gu2019position; @nokey]. `[@x]` A [@li2018ensure]. Again [@gu2019position].", WORKS)
    assert [(r.number, r.bibkey) for r in found] == [(1, "gu2019position"), (2, "li2018ensure")]


def test_an_entry_reads_as_people_write_it() -> None:
    first, second, third = reference_list(ARTICLE, WORKS)
    assert first.text() == "Gu, S. (2019). Is Position Enough? Journal of Tests. https://doi.org/10.1000/a_b"
    assert second.label.startswith("Li, H., Zhu, J., van der Maaten, L. (2018). Ensure the Correctness")
    assert third.text() == "Hidden Link. arXiv."


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Hongyu Li", "Li, H."),
        ("Li, Hongyu", "Li, H."),
        ("Laurens van der Maaten", "van der Maaten, L."),
        ("Jean-Paul Sartre", "Sartre, J.-P."),
        ("J.R.R. Tolkien", "Tolkien, J. R. R."),
        ("Sammy Davis Jr.", "Davis Jr., S."),
        ("OpenAI", "OpenAI"),
        ("王伟", "王伟"),
        ("  ", ""),
    ],
)
def test_an_author_is_family_name_and_initials(name: str, shown: str) -> None:
    assert format_authors((name,)) == shown


def test_many_authors_end_with_et_al() -> None:
    names = format_authors(tuple(f"A Name{chr(97 + i)}" for i in range(9)))
    assert names.count("Name") == 6 and names.endswith("Namef, A., et al.")


@pytest.mark.parametrize("url", ["https://example.org/a?b=1&c=2#d", "http://example.org", "HTTPS://EXAMPLE.ORG/x"])
def test_web_addresses_are_safe(url: str) -> None:
    assert safe_url(f" {url} ") == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        "/etc/passwd",
        "https://",
        "https://user@example.org",
        "https://example.org/a b",
        'https://example.org/"onclick="x',
        "https://example.org/<script>",
        "https://[::1",
        "https://example.org/\\x",
        "",
        "x" * 3000,
    ],
)
def test_other_addresses_are_dropped(url: str) -> None:
    assert safe_url(url) == ""


@pytest.mark.parametrize("doi", ["10.1000/182", "doi:10.1000/182", "https://doi.org/10.1000/182", " DOI: 10.1000/182 "])
def test_a_doi_is_found_in_its_usual_shapes(doi: str) -> None:
    assert bare_doi(doi) == "10.1000/182"


def test_a_hostile_doi_is_quoted_in_its_link() -> None:
    link = work_link(Paper("k", "T", "x", doi='10.1000/"><script>'))
    assert link == "https://doi.org/10.1000/%22%3E%3Cscript%3E"


def test_markdown_of_an_entry_reads_as_its_text() -> None:
    entry = make_reference(1, "k", Paper("k", "On *stars* [1] <b> `x` $y$ @z", "x"))
    assert entry.markdown() == r"On \*stars\* \[1\] \<b\> \`x\` \$y\$ \@z."
