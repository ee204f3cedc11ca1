"""Sentences that tell a reader nothing: plans without a content, asides on the paper itself, words torn apart."""

from __future__ import annotations

import re

_HOLLOW = re.compile(
    r"\b[Tt]he [A-Z][\w-]* (?:their|its|the authors?['’]s?) (?:system|model|method|approach)\b|"
    r"\bused? [A-Z]\w+ (?:in|for|throughout) the (?:\w+ of the )?(?:work|research|paper|study)$|"
    r"\bdiscuss(?:es)? (?:about )?(?:their |the |some |its |his |her )*(?:future |further )?(?:plans|work|"
    r"goals|infrastructure)\b|\bdraws? (?:some )?conclusions\b|\bareas? .*\bwould like to\b|"
    r"^[Ff]uture work (?:\w+ly )?does not\b|^In detail\b|\b(?:is|are) (?:not )?aware of\b|"
    r"\b(?:plans?|intends?|hopes?) to (?:work more\b|improve the (?:model|system|results|performance)\b(?! by| with))"
)


def is_hollow(text: str) -> bool:
    """Whether `text`, in the third person and without its full stop, tells nothing of its subject."""
    return bool(_HOLLOW.search(text))
