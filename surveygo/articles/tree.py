"""What becomes of the parsed article before it is cleaned: figures, tables, headings, sentences and links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from pipeline.language.tokens import is_cjk
from surveygo.articles.dialect import BLOCK, CLOSE, END, HEAD, MARKS, OPEN, Fence, Heading
from surveygo.articles.pictures import IMAGE, Picture, place_picture

Restore = Callable[[re.Match[str]], str]
FigureUrl = Callable[[str], str]
FRAMES = ("diagram", "picture")


class ArticleExtension(Extension):
    """Turns marks into elements. Raw HTML and indented code are text here; images that are not the article's own become
    their descriptions."""

    def __init__(
        self,
        headings: list[Heading],
        fences: list[Fence],
        restore: Restore,
        figure_url: FigureUrl,
        pictures: Mapping[int, Picture],
    ) -> None:
        super().__init__()
        self.headings, self.fences, self.restore, self.figure_url = headings, fences, restore, figure_url
        self.pictures = pictures

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.deregister("html_block")
        for name in ("html", "reference", "image_reference", "short_reference", "short_image_ref"):
            md.inlinePatterns.deregister(name)
        md.parser.blockprocessors.deregister("reference")
        md.parser.blockprocessors.deregister("code")
        md.parser.blockprocessors.deregister("setextheader")
        md.inlinePatterns.register(_Marked(f"{BLOCK}(\\d+){END}", self._block), "fence", 186)
        md.inlinePatterns.register(_Marked(IMAGE, self._picture), "picture", 155)
        md.treeprocessors.register(_Arrange(md, self.headings, self.restore), "arrange", 15)

    def _picture(self, match: re.Match[str]) -> Element | None:
        picture = self.pictures.get(int(match[2]))
        return picture.element(match[1]) if picture else None

    def _block(self, match: re.Match[str]) -> Element:
        fence = self.fences[int(match[1])]
        text = MARKS.sub(self.restore, fence.text)
        address = self.figure_url(text) if fence.language == "mermaid" else ""
        if address:
            figure = Element("figure", {"class": "diagram"})
            SubElement(figure, "img", {"src": address, "alt": "", "loading": "lazy"})
            return figure
        block = Element("pre")
        code = SubElement(block, "code", {"class": f"language-{fence.language}"} if fence.language else {})
        code.text = AtomicString(text)
        return block


class _Marked(InlineProcessor):
    def __init__(self, pattern: str, make: Callable[[re.Match[str]], Element | None]) -> None:
        super().__init__(pattern)
        self.make = make

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int] | tuple[None, None, None]:
        made = self.make(m)
        return (None, None, None) if made is None else (made, m.start(0), m.end(0))


class _Arrange(Treeprocessor):
    def __init__(self, md: Markdown, headings: list[Heading], restore: Restore) -> None:
        super().__init__(md)
        self.headings, self.restore = headings, restore

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            _lift_blocks(element)
        for element in list(root.iter()):
            place_picture(element)
        self._number(root)
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag == "img" and parent.get("class") not in FRAMES:
                    _replace_by_text(parent, child, child.get("alt", ""))
        for element in list(root.iter()):
            self._finish(element)
        for element in root.iter():
            self._unmark(element)

    def _unmark(self, element: Element) -> None:
        """No mark stays where a link must not be put: in an attribute, in code, inside another link."""
        for name, value in element.attrib.items():
            element.set(name, MARKS.sub(self.restore, value))
        if element.tag in ("a", "code"):
            for part in element.iter():
                part.text = AtomicString(MARKS.sub(self.restore, part.text or ""))
                if part is not element:
                    part.tail = AtomicString(MARKS.sub(self.restore, part.tail or ""))

    def _number(self, root: Element) -> None:
        """Captions and numbers of figures and tables, in reading order."""
        chinese = is_cjk("".join(root.itertext()))
        counts = {"figure": 0, "table": 0}
        names = {"figure": "图" if chinese else "Figure", "table": "表" if chinese else "Table"}
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag not in counts or (child.tag == "table" and parent.get("class") == "table"):
                    continue
                caption = child[1] if child.get("class") == "picture" else _caption_after(parent, child)
                counts[child.tag] += 1
                label = f"{names[child.tag]} {counts[child.tag]}."
                if child.tag == "figure":
                    _describe(child, caption, label)
                else:
                    _frame(parent, child, caption, label)

    def _finish(self, element: Element) -> None:
        if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._identify(element)
        elif element.tag in ("p", "li"):
            _wrap_sentences(element)
        elif element.get("class") == "arithmatex":
            self._set_maths(element)
        elif element.get("align"):
            element.set("class", f"align-{element.attrib.pop('align')}")
        elif element.tag == "a" and re.match(r"https?:", element.get("href", ""), re.I):
            element.set("rel", "noopener noreferrer nofollow")

    def _set_maths(self, element: Element) -> None:
        """Arithmatex leaves `\\(…\\)` and `\\[…\\]`; the page's typesetter takes bare TeX."""
        text = MARKS.sub(self.restore, "".join(element.itertext()))
        block = element.tag == "div"
        element.text = AtomicString(text[2:-2].strip())
        element.set("class", "math display" if block else "math")
        element.set("data-tex", "block" if block else "inline")

    def _identify(self, heading: Element) -> None:
        for piece in _pieces(heading):
            match = re.search(f"\\s*{HEAD}(\\d+){END}", piece.text)
            if match:
                piece.text = piece.text.replace(match.group(), "")
                heading.set("id", self.headings[int(match.group(1))].id)


class _Piece:
    """A stretch of text directly inside an element: its own text, or the tail of a child."""

    def __init__(self, owner: Element, name: str) -> None:
        self.owner, self.name = owner, name

    @property
    def text(self) -> str:
        return getattr(self.owner, self.name) or ""

    @text.setter
    def text(self, value: str) -> None:
        setattr(self.owner, self.name, value)


def _pieces(element: Element) -> Iterator[_Piece]:
    yield _Piece(element, "text")
    for child in element:
        yield _Piece(child, "tail")


def _lift_blocks(parent: Element) -> None:
    """`<p><pre>…</pre></p>` becomes `<pre>…</pre>`; likewise figures."""
    for index, child in enumerate(list(parent)):
        alone = child.tag == "p" and len(child) == 1 and not (child.text or "").strip()
        if alone and child[0].tag in ("pre", "figure"):
            child[0].tail = child.tail
            parent[index] = child[0]


def _replace_by_text(parent: Element, child: Element, text: str) -> None:
    index = list(parent).index(child)
    before = _Piece(parent[index - 1], "tail") if index else _Piece(parent, "text")
    before.text = before.text + text + (child.tail or "")
    parent.remove(child)


def _caption_after(parent: Element, child: Element) -> Element | None:
    """The paragraph after a figure (one emphasis) or table (`: caption`) that describes it, taken out of the tree."""
    index = list(parent).index(child)
    following = parent[index + 1] if index + 1 < len(parent) else None
    if following is None or following.tag != "p":
        return None
    if child.tag == "figure":
        lone = len(following) == 1 and following[0].tag == "em"
        if not lone or (following.text or "").strip() or (following[0].tail or "").strip():
            return None
        parent.remove(following)
        return following[0]
    match = re.match(r"\s*(?::|Table:)\s+", following.text or "")
    if match is None:
        return None
    following.text = (following.text or "")[match.end() :]
    parent.remove(following)
    return following


def _describe(figure: Element, caption: Element | None, label: str) -> None:
    box = Element("figcaption")
    _fill(box, caption, label)
    figure[1:] = [box]
    figure[0].set("alt", " ".join("".join(box.itertext()).split()))


def _frame(parent: Element, table: Element, caption: Element | None, label: str) -> None:
    """A table scrolls inside its own frame, which the keyboard reaches."""
    frame = Element("div", {"class": "table", "role": "region", "tabindex": "0", "aria-label": label.rstrip(".")})
    frame.tail, table.tail = table.tail, None
    parent[list(parent).index(table)] = frame
    frame.append(table)
    box = Element("caption")
    _fill(box, caption, label)
    table.insert(0, box)


def _fill(box: Element, caption: Element | None, label: str) -> None:
    mark = SubElement(box, "span", {"class": "label"})
    mark.text = label
    if caption is not None:
        mark.tail = f" {caption.text or ''}"
        box.extend(list(caption))


def _wrap_sentences(block: Element) -> None:
    """What stands between OPEN and CLOSE becomes `<span class="unsupported">`; a mark inside a child widens to it."""
    if not any(OPEN in text or CLOSE in text for text in block.itertext()):
        return
    children = list(block)
    atoms: list[str | Element] = [*_split(block.text)]
    for child in children:
        inside = "".join(child.itertext())
        tail, child.tail = child.tail, None
        atoms += [OPEN] if OPEN in inside else []
        atoms.append(child)
        atoms += [CLOSE] if CLOSE in inside else []
        atoms += _split(tail)
        block.remove(child)
    block.text = None
    target, last = block, block
    for atom in atoms:
        if atom == OPEN:
            target = last = SubElement(block, "span", {"class": "unsupported"})
        elif atom == CLOSE:
            last, target = (block[-1] if len(block) else block), block
        elif isinstance(atom, str):
            _Piece(last, "text" if last is target else "tail").text += atom
        else:
            target.append(atom)
            last = atom


def _split(text: str | None) -> list[str]:
    return [part for part in re.split(f"([{OPEN}{CLOSE}])", text or "") if part]
