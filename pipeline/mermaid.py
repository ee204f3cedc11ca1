"""Mermaid diagrams as SVG, by the mmdr wheel (Rust, no browser), in a child process with limits.

Its strict parser (backend merman) decides whether a source is valid; each kind is then drawn by the backend whose
layout reads better.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import lru_cache

from pipeline.errors import BadReply
from pipeline.svg import clean_svg, cropped

__all__ = ["KINDS", "BadDiagram", "render_svg"]

KINDS = ("flowchart", "graph", "mindmap", "timeline", "pie")
MAX_CHARS = 20_000
MAX_LINES = 400
SECONDS = 20
MEMORY = 1 << 30
FONTS = "Helvetica Neue, Arial, Liberation Sans, Noto Sans CJK SC, Noto Sans SC, sans-serif"

_DIRECTIVE = re.compile(r"%%\{.*?(?:\}%%|\Z)", re.S)
_FRONT_MATTER = re.compile(r"\A\s*---\n.*?\n---[ \t]*\n", re.S)
_DROPPED_LINE = re.compile(r"^\s*(?:%%|(?:click|href|style|classDef|linkStyle|accTitle|accDescr)\b)")
_TAG = re.compile(r"<(?!br\s*/?>)/?[A-Za-z][^<>]*>|<!--.*?-->", re.S)

# Limits of memory and processor time are set by the child itself, before it loads anything else.
_CHILD = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
import mmdr
source, backend = json.load(sys.stdin)
try:
    svg = mmdr.render(source, backend="merman").svg()
    if backend != "merman":
        svg = mmdr.render(source, backend=backend).svg()
    json.dump({"svg": svg}, sys.stdout)
except ValueError as error:
    json.dump({"error": str(error)}, sys.stdout)
""".replace("MEMORY", str(MEMORY)).replace("SECONDS", str(SECONDS))

# ink, fill, border, line, then one fill a branch or slice (light, dark).
_LIGHT = ("#1d2733", "#e9eff6", "#5b7c9f", "#66788a")
_DARK = ("#e6ebf0", "#2a3542", "#7f9dbd", "#97a8b9")
_HUES = (210, 35, 150, 330, 265, 95, 15, 185, 240, 55, 300, 125)


class BadDiagram(BadReply):
    """A diagram that cannot be drawn; the message says why in one sentence."""


@lru_cache(maxsize=256)
def render_svg(source: str, *, dark: bool = False) -> str:
    """The diagram as a self-contained SVG without scripts, links or anything loaded from elsewhere.

    source: Mermaid of one of KINDS, hostile: directives, front matter, `click` and `style` lines and HTML tags are
    taken out.
    dark: colours for a dark page; the background is transparent either way.

    Raises:
        BadDiagram: it does not parse, is of another kind, too large, or takes too long.
    """
    text = _plain(source)
    kind = _kind(text)
    backend = "mermaid-rs-renderer" if kind in ("mindmap", "timeline") else "merman"
    svg = _draw(_theme(dark) + text if backend == "merman" else text, backend)
    try:
        svg = clean_svg(_recolour(svg, dark) if backend != "merman" else svg)
        return cropped(svg) if kind == "timeline" else svg
    except ValueError as error:
        raise BadDiagram(f"The {kind} diagram cannot be drawn: {error}") from error


def _plain(source: str) -> str:
    if len(source) > MAX_CHARS or source.count("\n") > MAX_LINES:
        raise BadDiagram(f"The diagram is larger than {MAX_CHARS:,} characters or {MAX_LINES} lines.")
    text = _DIRECTIVE.sub("", source.replace("\r\n", "\n").replace("\x00", ""))
    text = _TAG.sub("", _FRONT_MATTER.sub("", text))
    return "\n".join(line for line in text.split("\n") if line.strip() and not _DROPPED_LINE.match(line))


def _kind(text: str) -> str:
    word = re.match(r"\s*([A-Za-z]+)", text)
    if word is None or word.group(1) not in KINDS:
        raise BadDiagram(f"A diagram must begin with one of {', '.join(KINDS)}.")
    if len(text.strip().split("\n")) < 2 and ";" not in text:
        raise BadDiagram(f"The {word.group(1)} diagram is empty.")
    return word.group(1)


def _draw(text: str, backend: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter, the source on standard input)
            [sys.executable, "-I", "-c", _CHILD],
            input=json.dumps([text, backend]),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired as error:
        raise BadDiagram(f"The diagram took longer than {SECONDS} seconds to draw.") from error
    if done.returncode != 0:
        raise BadDiagram("The diagram cannot be drawn: the renderer gave up on it.")
    reply = json.loads(done.stdout)
    if "error" in reply:
        raise BadDiagram(f"The diagram cannot be drawn: {' '.join(reply['error'].split())[:300]}.")
    return str(reply["svg"])


def _theme(dark: bool) -> str:
    """Our own directive, the only one: the colours of `merman`."""
    ink, fill, border, line = _DARK if dark else _LIGHT
    variables = {
        "fontFamily": FONTS,
        "primaryColor": fill,
        "primaryTextColor": ink,
        "primaryBorderColor": border,
        "lineColor": line,
        "textColor": ink,
        "titleColor": ink,
        "clusterBkg": "transparent",
        "clusterBorder": line,
        "edgeLabelBackground": fill,
        "pieTitleTextColor": ink,
        "pieSectionTextColor": ink,
        "pieLegendTextColor": ink,
        "pieStrokeColor": line,
        "pieOuterStrokeColor": line,
        "pieOpacity": "1",
    } | {f"pie{i}": _soft(hue, dark) for i, hue in enumerate(_HUES, 1)}
    return f"%%{{init: {json.dumps({'theme': 'base', 'fontFamily': FONTS, 'themeVariables': variables})}}}%%\n"


def _soft(hue: float, dark: bool) -> str:
    return f"hsl({hue:.0f}, 30%, 28%)" if dark else f"hsl({hue:.0f}, 55%, 86%)"


def _recolour(svg: str, dark: bool) -> str:
    """The other backend takes no theme: its colours are replaced in its output, which has no style sheet."""
    ink, fill, border, line = _DARK if dark else _LIGHT
    named = {"#0F172A": ink, "black": ink, "#64748B": line, "#94A3B8": border, "#F8FAFC": fill}
    named |= {"#ECECFF": fill, "#FFE6CC": fill, "#FFF2CC": fill, "#E1D5E7": fill, "#D5E8D4": fill, "#F8CECC": fill}
    svg = re.sub(r'<rect x="[^"]*" y="[^"]*" width="[^"]*" height="[^"]*" fill="#FFFFFF"/>', "", svg)
    svg = re.sub(r'(<text [^>]*fill=")#ffffff(")', rf"\g<1>{ink}\2", svg)
    # Boxes are measured for a wider font than ours, so labels may be larger, and stay readable in a wide drawing.
    svg = svg.replace('font-size="14"', 'font-size="16"')
    svg = re.sub(r'font-family="[^"]*"', f'font-family="{FONTS}"', svg)
    svg = re.sub(r'"hsl\(([\d.]+)[^)]*\)"', lambda m: f'"{_soft(float(m.group(1)), dark)}"', svg)
    return re.sub(r'"(#[0-9A-F]{6}|black)"', lambda m: f'"{named.get(m.group(1), m.group(1))}"', svg)
