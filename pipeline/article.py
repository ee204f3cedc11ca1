"""The article: sections of Markdown with Pandoc citations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ArticleSection:
    """A written section. id: the skeleton's, or abstract, introduction, conclusion; markdown: text without heading."""

    id: str
    title: str
    markdown: str
    children: tuple[ArticleSection, ...] = field(default=())

    def walk(self, level: int = 2) -> Iterator[tuple[int, ArticleSection]]:
        """(heading level, section) for this section and all below it, in reading order."""
        yield level, self
        for child in self.children:
            yield from child.walk(level + 1)


@dataclass(frozen=True, slots=True)
class Article:
    """Title and sections in reading order."""

    title: str
    sections: tuple[ArticleSection, ...]

    def walk(self) -> Iterator[tuple[int, ArticleSection]]:
        """(heading level, section) for all sections, in reading order."""
        for section in self.sections:
            yield from section.walk()

    def to_markdown(self) -> str:
        """Pandoc's Markdown: `# Title` first, sections from `##`, no reference list (exports add it)."""
        parts = [f"# {self.title}"]
        for level, section in self.walk():
            parts.append(f"{'#' * level} {section.title}")
            if section.markdown.strip():
                parts.append(section.markdown.strip())
        return "\n\n".join(parts) + "\n"
