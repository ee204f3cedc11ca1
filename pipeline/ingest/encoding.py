"""Bytes to text, whatever the encoding."""

from __future__ import annotations

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from pipeline.ingest.clean import clean
from pipeline.ingest.reading import Refused

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"))
_BOMS_16 = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAMPLE = 200_000
_ALPHABETS = (
    "äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúüªº", "àáâãçéêíóôõúªº", "àèéìíîòóùú", "æøåéèêóòâô", "åäöéšž", "áðéíóúýþæö",
    "áéíóúàèëïöü", "àçéèíïóòúü",
)  # fmt: skip
_OF_ONE = 0.85  # share of the letters beyond ASCII that are of one language's alphabet


def read_text(path: Path) -> str:
    """The text of a file, decoded and cleaned."""
    return clean(decode(path))


def decode(path: Path) -> str:
    """The text of a file as it stands: UTF-8 or what a byte order mark says, else the likeliest encoding.

    Raises:
        Refused: the bytes are not text.
    """
    data = path.read_bytes()
    for mark, encoding in (*_BOMS, *_BOMS_16):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        text = data.decode("utf-8")
        text = _guess(data) if _wide(data[:_SAMPLE]) else text
    except UnicodeDecodeError:
        text = _guess(data)
    if "\x00" in text[:_SAMPLE]:
        raise Refused("it is not text")
    return text


def _guess(data: bytes) -> str:
    sample = data[:_SAMPLE]
    if wide := _wide(sample):
        return data.decode(wide, errors="replace")
    found = from_bytes(sample)
    best = found.best()
    if best is None or b"\x00" in sample:
        raise Refused("it is not text in any known encoding")
    # Of alphabets that suit alike, the Western one is by far the commonest.
    western = next((match for match in found if match.encoding == "cp1252"), best)
    likelier = western.chaos <= best.chaos + 0.01 and western.coherence >= best.coherence
    central = next((match for match in found if match.encoding == "cp1250"), None)
    if likelier and central is not None and not _is_western(str(western)):
        return data.decode("cp1250", errors="replace")
    return data.decode(western.encoding if likelier else best.encoding, errors="replace")


def _is_western(text: str) -> bool:
    """Whether the letters beyond ASCII are, nearly all, those of one Western language: “ø” and “ì” are of none."""
    letters = [char for char in text.lower() if char.isalpha() and not char.isascii()]
    most = max(sum(char in alphabet for char in letters) for alphabet in _ALPHABETS)
    return most >= _OF_ONE * len(letters)


def _wide(sample: bytes) -> str:
    """The byte order of UTF-16 without a mark, which shows in Latin text as every other byte being zero."""
    zeros = sample[::2].count(0), sample[1::2].count(0)
    if max(zeros) * 4 <= len(sample) // 2 or min(zeros) * 20 > max(zeros):
        return ""
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
