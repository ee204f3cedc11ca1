"""The article as PDF: Markdown by pandoc to typst, set by typst with the template beside this file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date as Date
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError
from pipeline.export.document import Document
from pipeline.export.pandoc import read_markdown, write_tree
from pipeline.export.tree import Drawing, Node, Printed, maths_of, plain_text
from pipeline.export.typst import TypstFailed, cjk_font, compile_pdf, failing, quoted
from pipeline.mermaid import BadDiagram, render_svg
from pipeline.references import Reference, reference_list

FIGURE_WIDTH_CM = 18.4  # the text's width and half of both margins
FIGURE_HEIGHT_CM = 19.0
CM_PER_PIXEL = 2.54 / 96 * 0.8  # labels of 16 px come out at 9.6 pt, a little under the text's size
TEXT_WIDTH_CM = 15.8
FONTS = ("Libertinus Serif", "New Computer Modern")
_TEMPLATE = Path(__file__).with_name("template.typ")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")


def write_pdf(document: Document) -> bytes:
    """A PDF of the article with contents, figures and the references it cites.

    Raises:
        PipelineError: one sentence naming what failed: the conversion, the setting, or a missing font.
    """
    document = replace(document, markdown=_CONTROL.sub("", document.markdown))
    references = reference_list(document.markdown, document.works)
    fonts = _fonts("".join([document.markdown, *(r.label for r in references)]))
    files = {name: document.images[number].content for number, name in document.image_names.items()}
    printed = Printed({r.bibkey: r.number for r in references}, lambda source: _draw(source, files), _placed(document))
    head, tail = _head(document, fonts), _tail(references, document.language)

    def compiled() -> bytes:
        return compile_pdf("\n\n".join([head, _body(document.body, printed), tail]), files)

    try:
        return compiled()
    except TypstFailed:
        printed.bad_maths = _bad_maths(document.body)
        if not printed.bad_maths:
            raise
        return compiled()
    except RecursionError as error:
        raise PipelineError("The article could not be converted: its lists or quotes are nested too deeply.") from error


def _body(markdown: str, printed: Printed) -> str:
    tree = read_markdown(markdown)
    tree["meta"] = {}
    tree["blocks"] = _with_front(printed.blocks(tree["blocks"]))
    return write_tree(tree, "typst")


def _with_front(blocks: list[Node]) -> list[Node]:
    """The abstract in its own shape, and the contents after it."""
    first = blocks[0] if blocks else None
    if first is None or first["t"] != "Header" or plain_text(first["c"][2]).strip().lower() not in ("abstract", "摘要"):
        return [_raw("#contents()"), *blocks]
    end = next((i for i, block in enumerate(blocks[1:], 1) if block["t"] == "Header"), len(blocks))
    name = quoted(plain_text(first["c"][2]).strip())
    return [_raw(f"#abstract({name})["), *blocks[1:end], _raw("]"), _raw("#contents()"), *blocks[end:]]


def _raw(typst: str) -> Node:
    return {"t": "RawBlock", "c": ["typst", typst]}


def _head(document: Document, fonts: list[str]) -> str:
    title = plain_text(read_markdown(document.title)["blocks"]).strip() or "Untitled"
    values = {
        "title": quoted(title),
        "running": quoted(_shortened(title)),
        "authors": f"({''.join(f'{quoted(name)}, ' for name in document.authors)})",
        "date": quoted(_date(document.date, document.language)),
        "note": quoted(document.note),
        "lang": quoted(document.language),
        "region": quoted("cn") if document.language == "zh" else "none",
        "fonts": f"({''.join(f'{quoted(name)}, ' for name in fonts)})",
    }
    settings = ", ".join(f"{name}: {value}" for name, value in values.items())
    return f"{_TEMPLATE.read_text(encoding='utf-8')}\n\n#show: article.with({settings})"


def _shortened(title: str) -> str:
    """The title for the running head: without its subtitle where it is long, and cut at a word where that is too."""
    short = title if len(title) <= 80 else re.split(r"[:：]", title)[0].strip()
    return short if len(short) <= 80 else f"{short[:78].rsplit(' ', 1)[0]} …"


def _tail(references: list[Reference], language: str) -> str:
    entries = "".join(f"({r.number}, {quoted(r.label)}, {quoted(r.link)}), " for r in references)
    name = quoted("参考文献" if language == "zh" else "References")
    return f"#references({name}, ({entries}))" if references else ""


def _date(date: Date | None, language: str) -> str:
    if date is None:
        return ""
    return f"{date.year}年{date.month}月{date.day}日" if language == "zh" else f"{date.day} {date:%B %Y}"


def _fonts(text: str) -> list[str]:
    if not _CJK.search(text):
        return list(FONTS)
    chinese = cjk_font()
    if chinese is None:
        raise PipelineError(
            "The article has Chinese characters, and no font for them is installed; install Noto Serif CJK "
            "(package fonts-noto-cjk) and export again."
        )
    return [*FONTS, chinese]


def _placed(document: Document) -> dict[int, Drawing]:
    """The article's images as they are printed, by number."""
    return {
        number: Drawing(name, _width(document.images[number].width, document.images[number].height, TEXT_WIDTH_CM))
        for number, name in document.image_names.items()
    }


def _draw(source: str, files: dict[str, bytes]) -> Drawing | None:
    try:
        svg = render_svg(source)
    except BadDiagram:
        return None
    name = f"figure-{len(files) + 1}.svg"
    files[name] = svg.encode()
    width, height = (float(re.search(rf'\b{side}="([\d.]+)"', svg).group(1)) for side in ("width", "height"))  # type: ignore[union-attr]
    return Drawing(name, _width(width, height, FIGURE_WIDTH_CM))


def _width(width: float, height: float, most: float) -> float:
    """At which width to print what is so many pixels wide and high: at most that many cm, and no higher than a page."""
    return width * min(CM_PER_PIXEL, most / max(width, 1.0), FIGURE_HEIGHT_CM / max(height, 1.0))


def _bad_maths(markdown: str) -> frozenset[str]:
    """The formulas that pandoc passes on but typst cannot set."""
    formulas = maths_of(read_markdown(markdown)["blocks"])
    distinct = list({formula["c"][1]: formula for formula in formulas}.values())
    cut = "// next formula"
    blocks: list[Any] = [block for f in distinct for block in ({"t": "Para", "c": [f]}, _raw(cut))]
    tree = {"pandoc-api-version": read_markdown("")["pandoc-api-version"], "meta": {}, "blocks": blocks}
    sources = write_tree(tree, "typst").split(cut)[: len(distinct)]
    return frozenset(distinct[index]["c"][1] for index in failing(sources))
