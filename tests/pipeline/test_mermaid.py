"""Diagrams: what draws, what is refused, and that nothing but shapes and text comes out."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from pipeline.errors import BadReply
from pipeline.mermaid import BadDiagram, render_svg
from pipeline.svg import clean_svg

DRAWN = {
    "flowchart": 'flowchart LR\n a["Attention models"] --> b(Memory)\n b -->|uses| c{Choice?}',
    "graph": "graph TD\n A-->B",
    "mindmap": "mindmap\n  root((Survey))\n    Models\n      Memory networks\n    Data sets",
    "timeline": "timeline\n title Works by year\n 2014 : SemEval : TD-LSTM\n 2018 : BERT",
    "pie": 'pie title Data sets\n "SemEval" : 40\n "Twitter" : 20',
}


def read(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 (what was cleaned just before)


def words(svg: str) -> str:
    return " ".join(" ".join(read(svg).itertext()).split())


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("kind", DRAWN)
def test_it_draws_each_kind(kind: str, dark: bool) -> None:
    svg = render_svg(DRAWN[kind], dark=dark)
    root = read(svg)
    assert float(root.get("width", "0")) > 50 and float(root.get("height", "0")) > 50
    assert svg == render_svg(DRAWN[kind], dark=dark)
    assert svg != render_svg(DRAWN[kind], dark=not dark)


def test_labels_are_text_in_the_drawing() -> None:
    assert "Attention models" in words(render_svg(DRAWN["flowchart"]))
    assert "Memory networks" in words(render_svg(DRAWN["mindmap"]))
    assert "TD-LSTM" in words(render_svg(DRAWN["timeline"]))
    assert "SemEval" in words(render_svg(DRAWN["pie"]))


def test_a_timeline_has_no_empty_space_above_it() -> None:
    root = read(render_svg(DRAWN["timeline"]))
    _, top, _, height = map(float, root.get("viewBox", "").split())
    title = next(element for element in root.iter() if element.tag.endswith("}text"))
    boxes = [element for element in root.iter() if element.tag.endswith("}rect")]
    assert 0 < float(title.get("y", "0")) - top < 40
    assert 0 < top + height - max(float(b.get("y", "0")) + float(b.get("height", "0")) for b in boxes) < 20


def test_chinese_labels_are_kept() -> None:
    assert "注意力机制" in words(render_svg("mindmap\n  root((情感分析))\n    注意力机制\n    记忆网络"))


@pytest.mark.parametrize(
    "source",
    [
        "",
        "hello",
        "mindmap",
        "sequenceDiagram\n A->>B: x",
        "flowchart LR\n A[[[",
        "graph TD\n A-->",
        'pie\n "a" : x',
        "mindmap\n root\n child\n other",
        "flowchart LR\n" + "a-->b\n" * 500,
        "flowchart LR\n a[" + "x" * 30_000 + "]",
    ],
)
def test_what_is_not_a_diagram_is_refused_in_one_sentence(source: str) -> None:
    with pytest.raises(BadDiagram) as caught:
        render_svg(source)
    assert isinstance(caught.value, BadReply)
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "source",
    [
        'flowchart LR\n A["<img src=x onerror=alert(1)>"] --> B["<script>alert(1)</script>"]',
        'flowchart LR\n A --> B\n click A "javascript:alert(1)"\n click B href "http://127.0.0.1:1/x"',
        "%%{init: {'themeCSS': '*{background:url(http://127.0.0.1:1/x)}', 'htmlLabels': 1}}%%\ngraph TD\n A-->B",
        "---\nconfig:\n  themeCSS: '@import url(http://127.0.0.1:1/x)'\n---\ngraph TD\n A-->B",
        "graph TD\n A-->B\n style A fill:url(http://127.0.0.1:1/y)\n classDef x fill:url(http://127.0.0.1:1/y)",
        'graph TD\n A@{img: "http://127.0.0.1:1/y.png"} --> B',
        'graph TD\n A["`**bold** [x](javascript:alert(1))`"] --> B',
        'mindmap\n root((a))\n  b["<iframe src=javascript:alert(1)>"]\n   ::icon(fa fa-book)',
        "timeline\n title <svg onload=alert(1)>\n 2014 : <foreignObject>x</foreignObject>",
        'pie title "><script>alert(1)</script>\n "<a href=javascript:alert(1)>" : 3',
    ],
)
def test_hostile_sources_draw_harmlessly_or_not_at_all(source: str) -> None:
    try:
        svg = render_svg(source)
    except BadDiagram:
        return
    for element in read(svg).iter():
        name = element.tag.rpartition("}")[2]
        assert name not in {"script", "foreignObject", "image", "a", "use", "iframe", "animate", "set"}
        for attribute, value in element.attrib.items():
            assert not attribute.lower().startswith("on")
            assert "href" not in attribute.lower()
            assert not re.search(r"url\(\s*['\"]?(?!#)|javascript:|@import", value, re.I)
        if name == "style":
            assert not re.search(r"url\(\s*['\"]?(?!#)|@import", element.text or "", re.I)


@pytest.mark.parametrize(
    "svg",
    [
        "not xml",
        "<html/>",
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&e;</svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    ],
)
def test_only_sized_svg_without_document_type_is_cleaned(svg: str) -> None:
    with pytest.raises(ValueError, match=r"^The drawing .*\.$"):
        clean_svg(svg)


def test_cleaning_keeps_shapes_and_drops_the_rest() -> None:
    svg = clean_svg(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 20" '
        'onload="x()"><script>x()</script><a xlink:href="javascript:x()"><rect width="3" onclick="x()" '
        'style="fill:url(http://127.0.0.1:1/z)"/></a><use xlink:href="http://127.0.0.1:1/z"/>'
        "<style>@import url(http://127.0.0.1:1/z); rect{fill:u\\72l(x)}</style></svg>"
    )
    assert "script" not in svg and "http://127" not in svg and "x()" not in svg and "\\" not in svg
    assert "<rect" in svg and 'height="20"' in svg
