"""How an article's Markdown names an image: `![caption](image:3)`, 3 being its number in the article."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.citations import outside_code

_ADDRESS = re.compile(r"\]\(image:([0-9]{1,9})\)")


def image_numbers(markdown: str) -> list[int]:
    """The numbers of the images in a text, in the order of first use."""
    return list(dict.fromkeys(int(number) for number in _ADDRESS.findall(markdown)))


def with_addresses(markdown: str, addresses: Mapping[int, str]) -> str:
    """`markdown` with other addresses for the images that `addresses` has, outside of code."""

    def replaced(match: re.Match[str]) -> str:
        address = addresses.get(int(match[1]))
        return match[0] if address is None else f"]({address})"

    return outside_code(markdown, lambda text: _ADDRESS.sub(replaced, text))
