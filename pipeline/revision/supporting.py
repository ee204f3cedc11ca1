"""The best passages of a collection for the sentences of an article, each as a citation that could be added."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.citations import cite, without_citations
from pipeline.evidence import Evidence, Support, evidence_key
from pipeline.grounding import PARTLY, Index, verdict
from pipeline.paper import Corpus
from pipeline.prose import Sentence, sentences_of
from pipeline.revision.parts import Part
from pipeline.revision.request import Request

__all__ = ["supporting"]

A_SENTENCE = 4
"""Papers proposed for each sentence."""
_STOP = re.compile(r"\s*[.!?。！？…]+[\"”’)\]]*\s*\Z")


def supporting(request: Request, corpus: Corpus) -> list[Part]:
    """For each sentence of the passage the papers that could be cited for it, best first: each part puts one citation
    into the text. Papers that a sentence cites already are left out, and passages that hold too little of it."""
    index = Index(corpus)
    return [part for sentence in sentences_of(request.text) for part in _options(sentence, index)]


def _options(sentence: Sentence, index: Index) -> Iterator[Part]:
    plain = without_citations(sentence.text)
    stop = _STOP.search(sentence.text)
    at = stop.start() if stop else len(sentence.text)
    found = [one for one in index.nearest(plain, A_SENTENCE + len(sentence.keys)) if one.bibkey not in sentence.keys]
    for one in found[:A_SENTENCE]:
        if one.score < PARTLY:
            continue
        mark = f"{'' if sentence.text[:at].endswith(' ') else ' '}{cite(one.bibkey)}"
        text = sentence.text[:at] + mark + sentence.text[at:]
        keys = (*sentence.keys, one.bibkey)
        p = one.passage
        support = Support(p.id, one.bibkey, p.page, p.start, p.end, p.text, one.score)
        key = evidence_key(text, keys)
        shown = Evidence(key, plain, "revision", keys, "cited", verdict(one.score), one.score, (support,))
        yield Part(sentence.start + at, sentence.start + at, mark, (shown,))
