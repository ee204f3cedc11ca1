"""What a section on limits and open problems can use."""

from __future__ import annotations

import pytest

from pipeline.engines.extractive.serving import serves
from tests.pipeline.test_extractive_overviews import read


@pytest.mark.parametrize(
    ("text", "serves_it"),
    [
        ("We believe that our package will help many groups in the future.", False),
        ("The packages will be an excellent choice for use in future research as well.", False),
        ("A promising direction for future work is the parsing of whole books.", True),
        ("We believe that our package cannot yet read the largest files of the future.", True),
        ("In the future we plan to support the parsing of whole books.", True),
    ],
)
def test_praise_of_what_is_to_come_is_no_limit(text: str, serves_it: bool) -> None:
    library = read(**{"Packages for the parsing of books": text})
    claims = [claim for claim in library.claims(library.space.keys[0]) if serves(claim, "limitations")]
    assert bool(claims) == serves_it
