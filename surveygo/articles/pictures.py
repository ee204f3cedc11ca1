"""Images of the article while it is rendered: first where the text names them, with their captions, then as figures."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from surveygo.articles.dialect import MARKS

IMAGE = r"!\[([^\[\]]{0,1000})\]\(image:([0-9]{1,9})\)"
"""Caption and number."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of the article: its address, a path on this site, and its size in pixels."""

    address: str
    width: int
    height: int

    def element(self, caption: str) -> Element:
        """The image with its caption beside it, so that the caption's markup is read as that of all text."""
        element = Element("span", {"class": "picture"})
        size = {"width": str(self.width), "height": str(self.height)}
        image = SubElement(element, "img", {"src": self.address, "loading": "lazy", **size})
        image.tail = caption
        return element


def place_picture(parent: Element) -> None:
    """An image alone in its paragraph becomes a figure; one among words has its caption as its description."""
    for child in list(parent):
        if child.get("class") != "picture" or child.tag != "span":
            continue
        image = child[0]
        words = MARKS.sub("", "".join([parent.text or "", child.tail or ""])).strip()
        if parent.tag == "p" and len(parent) == 1 and not words:
            caption = Element("em")
            caption.text, image.tail = image.tail, None
            caption.extend(child[1:])
            parent.clear()
            parent.tag = "figure"
            parent.set("class", "picture")
            parent.extend([image, caption])
        else:
            image.set("alt", "".join(child.itertext()))
            image.tail = None
            child[1:] = []
