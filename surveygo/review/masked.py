"""A shared document with the letter x for each UTF-16 unit of its text, and otherwise the same.

Positions of Yjs count UTF-16 units, pycrdt's count bytes and go astray where a text is not ASCII. In the masked
document both are the same number, and a position that is made in it is one of the document itself.
"""

from __future__ import annotations

from pycrdt import Decoder, Doc, Text, write_message, write_var_uint

from surveygo.articles import yjs

GC, DELETED, STRING, SKIP = 0, 1, 4, 10
PLAIN = {2: None, 3: 1, 5: 1, 6: 2}
"""Messages in contents that are no text: JSON (as many as it says), binary, embedded, format."""
TYPE, NAMED = 7, (3, 5)
ORIGIN, RIGHT, KEYED = 0x80, 0x40, 0x20


class Unmaskable(ValueError):
    """A document with contents that no article has."""


def masked(doc: Doc[Text]) -> Doc[Text]:
    """The masked document.

    Raises:
        Unmaskable: for contents that no editor of an article makes.
    """
    decoder = Decoder(doc.get_update())
    out: list[bytes] = []
    for _ in range(_copied(decoder, out)):
        structs = _copied(decoder, out)
        _copied(decoder, out, 2)  # client, clock
        for _ in range(structs):
            _struct(decoder, out)
    out.append(decoder.stream[decoder.i0 :])  # what is deleted
    return yjs.loaded([b"".join(out)])


def _struct(decoder: Decoder, out: list[bytes]) -> None:
    """Copy one struct: info, origins, parent, content (y-protocols' update format, version 1)."""
    info = decoder.stream[decoder.i0]  # a byte, no number of variable length
    decoder.i0 += 1
    out.append(bytes([info]))
    if info in (GC, SKIP):
        _copied(decoder, out)
        return
    if info & ORIGIN:
        _copied(decoder, out, 2)
    if info & RIGHT:
        _copied(decoder, out, 2)
    if not info & (ORIGIN | RIGHT):
        if _copied(decoder, out):
            _message(decoder, out)
        else:
            _copied(decoder, out, 2)
        if info & KEYED:
            _message(decoder, out)
    _content(info & 0x1F, decoder, out)


def _content(kind: int, decoder: Decoder, out: list[bytes]) -> None:
    if kind == STRING:
        out.append(write_message(b"x" * units(decoder.read_var_string())))
    elif kind == DELETED:
        _copied(decoder, out)
    elif kind == TYPE:
        if _copied(decoder, out) in NAMED:
            _message(decoder, out)
    elif kind in PLAIN:
        for _ in range(PLAIN[kind] or _copied(decoder, out)):
            _message(decoder, out)
    else:
        raise Unmaskable(f"content of kind {kind}")


def units(text: str) -> int:
    """How many UTF-16 units a text has."""
    return len(text.encode("utf-16-le")) // 2


def _copied(decoder: Decoder, out: list[bytes], count: int = 1) -> int:
    """Copy numbers; gives the last one."""
    number = 0
    for _ in range(count):
        number = decoder.read_var_uint()
        out.append(write_var_uint(number))
    return number


def _message(decoder: Decoder, out: list[bytes]) -> None:
    out.append(write_message(decoder.read_message() or b""))
