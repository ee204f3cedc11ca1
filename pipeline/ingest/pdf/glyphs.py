"""The characters of a page: what they are, where they stand, how they are set."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.ingest.pdf.accents import REMOVED, Box, with_accents

_BOLD = re.compile(r"bold|medi|black|heavy|cmbx|semib|demi|-b\d*$", re.IGNORECASE)


# PDFium puts this where a line ends in a hyphen; asked for a single character, it gives U+0002 instead.
HYPHEN = "\ufffe"


# The same function with plain addresses, which ctypes passes faster: it is called a thousand times a page.
_loose_char_box = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


class PageText:
    """The characters of one page; lengths are in points."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page.get_textpage()
        self._raw = self._page.raw
        self._rect = (ctypes.c_float * 4)()  # an FS_RECTF; an array is read faster than a structure
        self._address = ctypes.addressof(self._rect)
        self._handle = ctypes.cast(self._raw, ctypes.c_void_p).value
        self._boxes: dict[int, Box] = {}
        self._name = ctypes.create_string_buffer(128)
        count = raw.FPDFText_CountChars(self._raw)
        text = self._page.get_text_range() if count > 0 else ""
        if len(text) != count:
            # Characters without Unicode or outside of the basic plane: offsets differ, so ask one by one.
            text = _decoded([raw.FPDFText_GetUnicode(self._raw, i) for i in range(count)])
        self.text = with_accents(text, self.box)
        self.right_to_left = bool(_RIGHT_TO_LEFT.search(text))

    def box(self, index: int) -> Box:
        """Left, bottom, right, top of the character's font box."""
        box = self._boxes.get(index)
        if box is None:
            _loose_char_box(self._handle, index, self._address)
            left, top, right, bottom = self._rect
            box = self._boxes[index] = (left, bottom, right, top)
        return box

    def bold(self, index: int) -> bool:
        """Whether the character's font is called bold."""
        size = raw.FPDFText_GetFontInfo(self._raw, index, self._name, 128, None)
        return bool(_BOLD.search(self._name.raw[: max(min(size, 128) - 1, 0)].decode("latin-1")))

    def close(self) -> None:
        """Give PDFium's memory back."""
        self._page.close()


def _decoded(units: Sequence[int]) -> str:
    """One character a UTF-16 unit: the second half of a pair is `REMOVED`, what has no Unicode U+FFFD."""
    chars: list[str] = []
    high = 0
    for unit in units:
        if high and 0xDC00 <= unit < 0xE000:
            chars[-1] = chr(0x10000 + ((high - 0xD800) << 10) + unit - 0xDC00)
            chars.append(REMOVED)
        elif unit == 2:
            chars.append(HYPHEN)
        else:
            chars.append(chr(unit) if 0 < unit < 0x110000 and not 0xD800 <= unit < 0xE000 else "\ufffd")
        high = unit if 0xD800 <= unit < 0xDC00 else 0
    return "".join(chars)
