"""Articles as files. A new format is one module and one line in EXPORTS."""

from __future__ import annotations

from pipeline.export.bundle import File, export
from pipeline.export.document import Document, Export
from pipeline.export.folder import write_folder
from pipeline.export.markdown import write_markdown
from pipeline.export.pdf import write_pdf

EXPORTS: dict[str, Export] = {
    "markdown": Export("Markdown", ".md", "text/markdown; charset=utf-8", write_markdown, beside=True),
    "pdf": Export("PDF", ".pdf", "application/pdf", write_pdf, slow=True),
}

__all__ = ["EXPORTS", "Document", "Export", "File", "export", "write_folder"]
