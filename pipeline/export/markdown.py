"""The article as one Markdown file, its references listed at the end."""

from __future__ import annotations

from pipeline.export.document import Document
from pipeline.references import reference_list


def write_markdown(document: Document) -> bytes:
    """Pandoc's Markdown as edited, then the cited works; each names its citation key as code."""
    references = reference_list(document.markdown, document.works)
    text = document.markdown.rstrip() + "\n"
    if references:
        heading = "参考文献" if document.language == "zh" else "References"
        entries = [f"{r.number}. `@{r.bibkey}` {r.markdown()}" for r in references]
        text += "\n".join(["", f"## {heading}", "", *entries, ""])
    return text.encode()
