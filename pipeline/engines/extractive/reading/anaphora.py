"""Sentences that begin by pointing at the sentence before, where it is certain what they point at."""

from __future__ import annotations

import re

from pipeline.engines.extractive.reading import sections

_THIS_SYSTEM = re.compile(
    r"^(?:This|The|These) (?:(?:new|novel|simple|proposed|resulting|joint|neural|general|hybrid|unified"
    r"|statistical|probabilistic|open[- ]source) )*"
    r"(?=(?:model|method|approach|framework|system|architecture|algorithm|technique|library|package|tool"
    r"|toolkit|dataset|corpus|"
    r"benchmark|strategy|mechanism|network|software|pipeline|platform|models|methods|tools|techniques)\b)"
)
_INNER_THIS = re.compile(
    r"\b(?:this|these) (?=(?:new |novel |simple |proposed )?(?:models?|methods?|approach|approaches|frameworks?"
    r"|systems?|architectures?|algorithms?|"
    r"techniques?|library|libraries|packages?|tools?|datasets?|data sets?|corpus|corpora|strategy|mechanisms?"
    r"|networks?|building block|features?|"
    r"representations?|components?|modules?|results?|findings?|experiments?|metrics?|tasks?|domains?)\b)"
)
_OWN = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|[Tt]his (?:paper|work|study|article)) (?:\w+ ){0,3}?(?:propose|present|introduce"
    r"|develop|describe|design|implement|build|built)"
)
_NAME = re.compile(r"\b(?=[\w×-]*[A-Z×][\w×-]*[A-Z0-9×]|[A-Z][a-z]+[A-Z])[A-Za-z][\w×+-]{2,}\b")
_IT = re.compile(
    r"^(?:It|They) (?=[a-z]+(?:s|ed)\b|can\b|will\b|has\b|is\b(?! (?:\w+ )?(?:that|to|possible|important|clear|known)))"
)


def system_names(title: str) -> tuple[str, ...]:
    """The names that a title gives to what the paper made: `LongWriter`, `spaCy`, the words before a colon."""
    head, colon, _ = title.partition(":")
    named = [head.strip()] if colon and len(head.split()) <= 3 else []
    return tuple(dict.fromkeys([*named, *_NAME.findall(title)]))


def resolved(text: str, before: str, section: str, names: tuple[str, ...]) -> str:
    """`text` with `It` or `This model` at its start replaced by what it stands for, where `before` makes
    that certain."""
    name = next((name for name in names if before.startswith(name)), "")
    if name and _IT.match(text) and not text.startswith("They"):
        return f"{name} {_IT.sub('', text, count=1)}"
    found = _THIS_SYSTEM.match(text)
    if (
        found
        and not found.group().startswith("The ")
        and (_OWN.search(before) or (name and section == sections.ABSTRACT))
    ):
        return f"The proposed {text[found.end() :]}"
    return text


def settled(text: str) -> str:
    """`text` with `this model` inside it as `the model`: the claim names what it speaks of, or nobody does."""
    return _INNER_THIS.sub("the ", text)
