"""Whether a claim serves a cross-cutting section: it names data, tells an outcome, concedes a lack."""

from __future__ import annotations

import re

from pipeline.engines.extractive.datasets import data_names
from pipeline.engines.extractive.reading import Claim
from pipeline.engines.extractive.roles import Role

_SET = (
    r"(?:data ?sets?|corpus|corpora|benchmarks?|treebank|test sets?|training sets?|databases?|collections?|samples?|"
    r"cohorts?)"
)
_HANDLED = re.compile(
    rf"\b(?:evaluat|experiment|test|train|collect|annotat|construct|creat|buil[dt]|sampl|split|us(?:e|es|ed|"
    rf"ing)\b|download|gather|obtain|releas|compil|recruit|enrol|interview|analy[sz]|run|ran|conduct|perform|"
    rf"appl)\w*[^.;]{{0,90}}\b{_SET}\b|"
    rf"\b{_SET}\b[^.;]{{0,60}}\b(?:contain|consist|compris|includ|ha(?:s|ve)|cover|hold|span|provid|is composed|"
    rf"was|were|are|is)\w*\b"
)
_SIZE = re.compile(r"\b\d[\d,.]*(?:k|K| ?million| ?billion| thousand)?\b(?! ?%| percent)")
_OUTCOME = re.compile(
    r"\b(?:outperform|achiev|improv|surpass|exceed|state[- ]of[- ]the[- ]art|better|best|worse|worst|higher|"
    r"highest|lower|lowest|"
    r"faster|slower|fewer|reduc|increas|decreas|competitive|superior|significantly|substantial|gains?\b|drop|"
    r"outpac|speed-?up|correlat|associat|comparable|on par|degrad|\d+(?:\.\d+)? ?%|\d+\.\d+|\dx\b|× )"
)
_FOUND = re.compile(
    r"(?:also )?(?:find|found|show|demonstrate|report|observe|reveal|conclude|confirm)(?:s|ed|d)? that\b|"
    r"\b(?:results?|experiments?|"
    r"analys[ie]s|findings|comparisons?) (?:[\w ]{0,40}? )?(?:show|demonstrate|reveal|suggest|indicate|confirm)"
)
_SET_UP = re.compile(
    r"\b(?:(?:we|authors?|\)|They|et al\.) (?:also )?(?:evaluate|measure|compute|report|tokeni[sz]e|use|employ|"
    r"conduct|run|set|train|"
    r"select|consider|compare|performed|evaluated|measured|computed|employed|conducted)d?s?\b)(?!.*\b(?:show|find|"
    r"found|outperform|improv|achiev|demonstrat|better|higher|observ|suggest|significant)\w*)"
)
# What was done on the way to a result, without a result.
_DONE = re.compile(
    r"\b(?:was|were) (?:then |also |first )?(?:excluded|measured|computed|calculated|performed|carried out|conducted|"
    r"trained|split|collected|chosen|selected|run|removed|normali[sz]ed|tested|repeated)\b(?!.*\b(?:show|find|found|outperform|"
    r"improv|achiev|better|higher|lower|faster|significant)\w*)"
)
_GENERAL = re.compile(
    r"\b(?:one (?:should|can|must|may)|can (?:sometimes|be|make|often)|should|could|must|it is (?:possible|"
    r"important|essential|"
    r"natural)|if (?:a|an|the|all|we)\b|let the|often|usually|typically|in general|many disciplines|key part|"
    r"becoming increasingly|is the process|has been a|would)\b",
    re.I,
)
_LACK = re.compile(
    r"\b(?:plans?|future|further|limit\w*|lack\w*|cannot|not|no|unable|fail\w*|difficult\w*|hard|expensive|costly|"
    r"still|only|open|"
    r"remain\w*|need\w*|require\w*|challeng\w*|poor\w*|slow\w*|struggl\w*|ignor\w*|weak\w*|restrict\w*|hinder\w*|"
    r"missing|errors?|without|yet|despite|improvements?)\b",
    re.I,
)
# `They believe that it will help many groups in the future`: no lack, and no plan.
_PRAISE = re.compile(
    r"\b(?:(?:believes?|hopes?) that|excellent|bright|will (?:\w+ )?(?:help|benefit)|"
    r"will be (?:an? )?(?:\w+ )?(?:choice|help))\b"
)
_TO_COME = frozenset("future further plan plans improvement improvements only".split())


def serves(claim: Claim, role: Role) -> bool:
    """Whether a section of that role gains by the claim."""
    text = claim.text
    if role in ("data", "evaluation") and claim.kind == "data":
        named = bool(data_names(text)) or bool(claim.subject) or bool(_SIZE.search(text))
        return named and bool(_HANDLED.search(text)) and not _GENERAL.search(text)
    if role in ("results", "evaluation"):
        told = bool(_OUTCOME.search(text)) or bool(_FOUND.search(claim.predicate or text))
        return told and not (_SET_UP.search(text) or _DONE.search(text) or _GENERAL.search(text))
    if role == "limitations":
        lacks = {match.group().casefold() for match in _LACK.finditer(text)}
        return bool(lacks) and not (lacks <= _TO_COME and _PRAISE.search(text))
    return True
