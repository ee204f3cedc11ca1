"""Names of data sets, as papers write them before the words data set, corpus or benchmark."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from pipeline.engines.extractive.reading import Claim

_NAME = r"(?:[A-Z][\w/+’-]*[A-Z0-9][\w/+’-]*|[A-Z][a-z]+[a-z’-]*)"
_BEFORE = re.compile(
    rf"\b({_NAME}(?:[ -](?:{_NAME}|20\d\d|\d(?:\.\d)?))*(?:(?:, | and |, and ){_NAME}(?:[ -](?:{_NAME}|20\d\d|"
    rf"\d(?:\.\d)?))*)*)"
    r" (?:[a-z-]+ ){0,2}?(?:data ?sets?|[Cc]orpus|[Cc]orpora|[Bb]enchmarks?|[Tt]reebank|test sets?|[Dd]atasets?)\b"
)
_AFTER = re.compile(
    rf"\b(?:data ?sets?|corpus|corpora|benchmarks?)[,:]? (?:called |named |such as |of )?[“\"‘']?({_NAME}(?: "
    rf"20\d\d)?)"
)
_ABOUT_DATA = re.compile(r"data ?set|corpus|corpora|benchmark|treebank|test set", re.I)
_JOINT = re.compile(r", and |, | and ")
_NOT_DATA = frozenset(
    "the a an this these we our in on for both two three four several english chinese german french spanish "
    "arabic italian dutch japanese russian korean turkish hindi portuguese vietnamese python "
    "all many most such other results experiments using and however nlp rc nli qa absa asc sa wsd mrc tabsa srl "
    "cnn rnn lstm "
    "gpu cpu api svm pos ner mt smt nmt sts ai ml rte hdf xml json csv yaml also their finally first table "
    "figure one each "
    "large each any new some existing standard public official training test development since while when "
    "although to from "
    "with by as it its at if because given here there where numpy scipy pandas matplotlib restaurant laptop".split()
)
_KINDS = ("data", "result", "comparison", "method")
LONGEST = 5


@lru_cache(maxsize=50_000)
def data_names(text: str) -> tuple[str, ...]:
    """The data sets that a sentence names, in order, each once."""
    if not _ABOUT_DATA.search(text):
        return ()
    found: dict[str, None] = {}
    for pattern in (_BEFORE, _AFTER):
        for match in pattern.finditer(text):
            for name in _JOINT.split(match.group(1)):
                words = name.split()
                while words and words[0].casefold() in _NOT_DATA:
                    words.pop(0)
                plain = " ".join(words)
                if words and len(words) <= LONGEST and words[-1].casefold() not in _NOT_DATA and _proper(plain):
                    found[plain] = None
    return tuple(found)


# A model's name, and a series of tasks without its year.
_NO_SET = re.compile(
    r".*(?:NN|LSTM|GRU|GAN|Net|Former|SVM|CRF|MM)s?|ROUGE.*|BLEU.*|SemEval|CoNLL|WMT|TREC|DUC|BioNLP|[A-Z]{1,3}"
)


def _proper(name: str) -> bool:
    """Whether the name looks like one: an inner capital or a digit, or two capitalised words."""
    if _NO_SET.fullmatch(name):
        return False
    return bool(re.search(r"[a-z][A-Z]|[A-Z]{2}|\d", name)) or name.count(" ") == 1 or name in ("Gigaword", "Twitter")


def data_of(claims: Iterable[Claim]) -> dict[str, str]:
    """The data sets a paper's claims name, with the passage that names each first."""
    found: dict[str, str] = {}
    for claim in claims:
        if claim.kind in _KINDS:
            for name in data_names(claim.text):
                found.setdefault(name, claim.passage)
    return found
