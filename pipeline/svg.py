"""Cleaning SVG: only shapes, text and paint inside the file itself are kept.

The diagrams' labels come from papers and models. What is kept is listed (elements and attributes of SVG 1.1); scripts,
event handlers, links, embedded HTML and everything that would load from elsewhere are dropped.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET  # the renderer's own output, read only after a check for a DOCTYPE

_SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset(
    "svg g defs marker path rect circle ellipse line polyline polygon text tspan style title desc clipPath "
    "linearGradient stop".split()
)
_ATTRIBUTES = frozenset(
    "id class d x y x1 y1 x2 y2 cx cy r rx ry dx dy width height points transform viewBox fill fill-opacity opacity "
    "stroke stroke-width stroke-opacity stroke-dasharray stroke-linecap stroke-linejoin text-anchor font-family "
    "font-size font-weight font-style dominant-baseline alignment-baseline style marker-start marker-end refX refY "
    "markerUnits markerWidth markerHeight orient offset stop-color stop-opacity gradientUnits clip-path".split()
)
_REMOTE = re.compile(r"url\(\s*['\"]?(?!#)[^)]*\)?|@import[^;]*;?|expression\s*\(|javascript:|\\", re.I)

ET.register_namespace("", _SVG)


def clean_svg(svg: str) -> str:
    """`svg` reduced to harmless drawing, with width and height taken from its viewBox.

    Raises:
        ValueError: it is not well-formed SVG, or it declares a document type.
    """
    if "<!" in svg.replace("<!--", ""):
        raise ValueError("The drawing declares a document type.")
    try:
        root = ET.fromstring(svg)  # noqa: S314 (no document type, so no entities)
    except ET.ParseError as error:
        raise ValueError(f"The drawing is not well-formed: {error}.") from error
    if root.tag != f"{{{_SVG}}}svg":
        raise ValueError("The drawing is not SVG.")
    _clean(root)
    _size(root)
    return ET.tostring(root, encoding="unicode")


def cropped(svg: str, margin: float = 12.0) -> str:
    """`svg` without the empty space above and below its shapes, for drawings that use no transforms."""
    root = ET.fromstring(svg)  # noqa: S314 (what `clean_svg` returned)
    edges = [edge for element in root.iter() for edge in _vertical(element)]
    x, _, width, height = (float(number) for number in root.get("viewBox", "0 0 0 0").split())
    if not edges or any(element.get("transform") for element in root.iter()):
        return svg
    top, bottom = min(edges) - margin, max(edges) + margin
    root.set("viewBox", f"{x:g} {top:g} {width:g} {min(bottom - top, height):g}")
    _size(root)
    return ET.tostring(root, encoding="unicode")


def _vertical(element: ET.Element) -> tuple[float, ...]:
    """The upper and lower edge of a rectangle, circle or text; nothing for what stands between those."""
    number = {
        name: float(element.get(name, "0")) for name in ("y", "height", "cy", "r", "font-size") if element.get(name)
    }
    if _name(element) == "rect" and {"y", "height"} <= number.keys():
        return number["y"], number["y"] + number["height"]
    if _name(element) == "circle" and {"cy", "r"} <= number.keys():
        return number["cy"] - number["r"], number["cy"] + number["r"]
    if _name(element) == "text" and {"y", "font-size"} <= number.keys():
        return number["y"] - number["font-size"], number["y"] + number["font-size"] / 2
    return ()


def _clean(element: ET.Element) -> None:
    for name in list(element.attrib):
        if name not in _ATTRIBUTES:
            del element.attrib[name]
        else:
            element.attrib[name] = _REMOTE.sub("none", element.attrib[name])
    if _name(element) == "style":
        element.text = _REMOTE.sub("none", element.text or "")
    for child in list(element):
        if _name(child) == "a":
            child.tag = f"{{{_SVG}}}g"
        if _name(child) in _ELEMENTS:
            _clean(child)
        else:
            element.remove(child)


def _name(element: ET.Element) -> str:
    namespace, _, name = element.tag.rpartition("}")
    return name if namespace == f"{{{_SVG}" else ""


def _size(root: ET.Element) -> None:
    numbers = re.findall(r"-?\d+(?:\.\d+)?(?:[eE]-?\d+)?", root.get("viewBox", ""))
    if len(numbers) != 4:
        raise ValueError("The drawing has no size.")
    root.attrib.pop("style", None)
    root.set("width", f"{float(numbers[2]):.0f}")
    root.set("height", f"{float(numbers[3]):.0f}")
