"""An export as the file that a person gets: by itself, or in an archive with the images that it cannot hold."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from pipeline.export.document import Document, Export
from pipeline.images import with_addresses

FOLDER = "images"


@dataclass(frozen=True, slots=True)
class File:
    """A file to download. extension: with its dot."""

    extension: str
    content_type: str
    content: bytes


def export(document: Document, format: Export, name: str) -> File:
    """The document in that format; where the format keeps images beside it and there are some, a zip archive of both.

    name: of the file in the archive, without its extension.

    Raises:
        PipelineError: one sentence saying why there is none.
    """
    if not (format.beside and document.images):
        return File(format.extension, format.content_type, format.write(document))
    names = {number: f"{FOLDER}/{image}" for number, image in document.image_names.items()}
    text = format.write(replace(document, markdown=with_addresses(document.markdown, names)))
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(name + format.extension, text, ZIP_DEFLATED)
        for number, image in document.images.items():
            archive.writestr(names[number], image.content, ZIP_STORED)
    return File(".zip", "application/zip", out.getvalue())
