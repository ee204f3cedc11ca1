"""What an export is made from, and what describes an export format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date as Date

from pipeline.images import Image
from pipeline.references import Work


@dataclass(frozen=True)
class Document:
    """An article to export.

    markdown: Pandoc's Markdown, `# Title` first; works: what may be cited, by bibkey; language: `en` or `zh`;
    note: a line under the title, such as how the article was made; images: those that the text names, by their number.
    """

    markdown: str
    works: Mapping[str, Work]
    language: str = "en"
    authors: tuple[str, ...] = ()
    date: Date | None = None
    note: str = ""
    images: Mapping[int, Image] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The first line's heading, without its sign."""
        match = re.match(r"\s*#[ \t]+(.+)", self.markdown)
        return match.group(1).strip() if match else ""

    @property
    def body(self) -> str:
        """The Markdown after the title."""
        return re.sub(r"\A\s*#[ \t]+.*\n?", "", self.markdown)

    @property
    def image_names(self) -> dict[int, str]:
        """What each image's file is called, by its number."""
        return {number: f"image-{number}{image.extension}" for number, image in self.images.items()}


@dataclass(frozen=True)
class Export:
    """A format.

    label: for menus; extension: with its dot; write: the file's bytes, or PipelineError saying why not; slow: whether
    that takes seconds, so that nobody should wait for it in a request; beside: whether the file cannot hold images, so
    that they go beside it.
    """

    label: str
    extension: str
    content_type: str
    write: Callable[[Document], bytes]
    slow: bool = False
    beside: bool = False
