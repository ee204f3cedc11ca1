"""Diagrams for the screen: one SVG that is light or dark as the page is."""

from __future__ import annotations

import re
from base64 import b64encode

from pipeline.mermaid import render_svg

_SIZE = re.compile(r'<svg\b[^>]*?\bviewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
_PAPER = {"light": "#ffffff", "dark": "#1b1f22"}
"""The colours of `--surface` in tokens.css, so that a drawing is readable even where only the page knows its theme."""


def draw(source: str) -> str:
    """The Mermaid source drawn twice, of which the page's colour scheme shows one.

    An image in a page follows the `color-scheme` of its place there, the theme switch included. Each drawing is an
    image of its own, since their style sheets and ids are the same.

    Raises:
        BadDiagram: it cannot be drawn.
    """
    drawings = {scheme: render_svg(source, dark=scheme == "dark") for scheme in _PAPER}
    match = _SIZE.search(drawings["light"])
    assert match is not None, "every cleaned drawing has a viewBox"
    width, height = match.groups()
    size = f'width="{width}" height="{height}"'
    layers = "".join(
        f'<g class="{scheme}"><rect {size} fill="{_PAPER[scheme]}"/>'
        f'<image {size} href="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"/></g>'
        for scheme, svg in drawings.items()
    )
    style = ".dark{display:none}@media (prefers-color-scheme:dark){.dark{display:inline}.light{display:none}}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width} {height}">'
        f"<style>{style}</style>{layers}</svg>"
    )
