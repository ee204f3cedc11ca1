"""Sentences that tell a reader nothing: plans without a content, asides on the paper itself, words torn apart."""

from __future__ import annotations

import re

_HOLLOW = re.compile(
    r"\b[Tt]he [A-Z][\w-]* (?:their|its|the authors?['’]s?) (?:system|model|method|approach)\b|"
    r"\bused? [A-Z]\w+ (?:in|for|throughout) the (?:\w+ of the )?(?:work|research|paper|study)$|"
    r"\bdiscuss(?:es)? (?:about )?(?:their |the |some |its |his |her |authors?['’]s? )*(?:future |further )?(?:plans|"
    r"work|goals|infrastructure)\b|\bdiscuss(?:es)? (?:some )?(?:future|further|possible) improvements?\b|"
    r"\bdraws? (?:some )?conclusions\b|\bareas? .*\bwould like to\b|"
    r"^[Ff]uture work (?:\w+ly )?does not\b|^In detail\b|^To quote\b|\b(?:is|are) (?:not )?aware of\b|"
    r"\b(?:plans?|intends?|hopes?) to (?:work more\b|improve the (?:model|system|results|performance)\b(?! by| with))"
)
# What the paper itself holds, and where.
_OF_THE_PAPER = re.compile(
    r"\bwill be (?:presented|discussed|shown|described|given|demonstrated|explained|outlined|introduced|reported|"
    r"reviewed|covered|used to (?:describe|illustrate|demonstrate|show))\b|"
    r"\b(?i:examples?|case studies|use cases) (?:are|is|were) (?:presented|given|shown|provided) (?:to|which|that)\b|"
    r"\bherein\b|\bDOI:? ?10\.|\b(?:available|included|archived) in the (?:\w+ )?(?:repository|supplement|appendix)\b|"
    r"\b(?:secur|seek|obtain)\w* funding\b|\bexciting part\b|^In the [A-Z][\w ]{2,40} (?:section|chapter|appendix)\b"
)


def is_hollow(text: str) -> bool:
    """Whether `text`, in the third person and without its full stop, tells nothing of its subject."""
    return bool(_HOLLOW.search(text) or _OF_THE_PAPER.search(text))
