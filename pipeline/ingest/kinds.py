"""What a file is by its content, whatever it is called."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection
from pathlib import Path

import puremagic

from pipeline.ingest.reading import Refused

_LOOKED_AT = 4_096
_SIGNS: tuple[tuple[str, re.Pattern[bytes]], ...] = tuple(
    (suffix, re.compile(pattern, re.IGNORECASE | re.MULTILINE))
    for suffix, pattern in (
        (".pdf", rb"\A[\s\S]{0,1019}%PDF-"),
        (".rtf", rb"\A\{\\rtf"),
        (".html", rb"\A\s*(?:<!--[\s\S]{0,1000}?-->\s*)?(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b"),
        (".rdf", rb"\A\s*(?:<\?xml[^>]*>\s*)?<rdf:RDF\b"),
        (".xml", rb"\A\s*<\?xml\b|\A\s*<(?:!DOCTYPE\s+)?(?:article|art|TEI|xml)\b"),
        (".ris", rb"\A\s*TY {1,3}- "),
        (".nbib", rb"\A\s*PMID ?- ?\d"),
        (".bib", rb"\A(?:\s*%.*\n)*\s*@[a-z]{3,20}\s*\{"),
        (".tex", rb"^\s*\\document(?:class|style)\b"),
        (".json", rb"\A\s*[\[{]\s*[\"{]"),
    )
)
_BOM = b"\xef\xbb\xbf"
NAMES = {
    ".pdf": "a PDF",
    ".docx": "a Word document",
    ".odt": "an OpenDocument text",
    ".epub": "an EPUB book",
    ".zip": "a zip file",
    ".rtf": "an RTF document",
    ".html": "a web page",
    ".rdf": "an RDF file",
    ".xml": "an XML file",
    ".ris": "a RIS file",
    ".nbib": "a PubMed file",
    ".bib": "a BibTeX file",
    ".tex": "a LaTeX file",
    ".json": "a JSON file",
}


def sniff(path: Path) -> str:
    """The suffix that suits what the file holds; empty where that shows nothing."""
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT).removeprefix(_BOM)
    if head.startswith(b"PK\x03\x04"):
        return _packed(path)
    return next((suffix for suffix, sign in _SIGNS if sign.search(head)), "")


def _packed(path: Path) -> str:
    """Which of the formats that are zip files inside."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:5_000])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ".zip"
    if "word/document.xml" in names:
        return ".docx"
    if "META-INF/container.xml" in names:
        return ".epub"
    return ".odt" if {"content.xml", "meta.xml"} <= names else ".zip"


def named(path: Path) -> str:
    """What the file is, with its article, as a person would say it; empty where nobody can tell."""
    if found := sniff(path):
        return NAMES[found]
    try:
        best = puremagic.magic_file(str(path))[:1]
    except (puremagic.PureError, ValueError, OSError):
        return ""
    name = best[0].name.removesuffix(" file") if best and best[0].byte_match and best[0].confidence > 0.3 else ""
    return f"a file of type “{name[:60]}”" if name else ""


def is_not(path: Path, wanted: str) -> Refused:
    """That a file is not the `wanted` (`a PDF`), and what it is instead, if that can be told."""
    found = named(path)
    return Refused(f"it is not {wanted}" + (f" but {found}" if found and found != wanted else ""))


def kind_of(path: Path, suffix: str, formats: Collection[str]) -> str:
    """The one of `formats` that a file belongs to whose suffix says nothing.

    Raises:
        Refused: it belongs to none.
    """
    found = sniff(path)
    if found in formats:
        return found
    if found == ".zip":
        raise Refused("it is a zip file inside of another: unpack it first")
    if suffix == ".doc":
        raise Refused("it is in Word's old format: save it as .docx")
    kinds = ", ".join(sorted({*formats, ".zip"}))
    raise Refused(f"files of type {suffix[:20] or 'unknown'} are not read (only {kinds})")
