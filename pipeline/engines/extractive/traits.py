"""What works say alike of their own making or outcome: that it is open source, that it is faster, that it beats
others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.engines.extractive.reading import Claim

# What several works do, as a plural predicate, with what one of them says where it does so.
_TRAITS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "report state-of-the-art results",
            r"(?:outperform|surpass|exceed|beat|improve|advance)\w* (?:[\w-]+ ){0,6}?(?:the )?(?:[\w-]+ )?state[- "
            r"]of[- ]the[- ]art|"
            r"\b(?:new|establish\w*|achiev\w+(?: the)?|obtain\w*(?: the)?) (?:[\w-]+ ){0,2}?state[- ]of[- ]the[- "
            r"]art",
        ),
        (
            "are released as open source software",
            r"^(?:[\w-]+|The (?:proposed )?(?:[\w-]+ )?\w+) (?:is|are) (?:an? |the )?(?:[\w-]+,? (?:and "
            r")?){0,4}?open[- ]source\b|"
            r"\breleased? (?:[\w-]+ )*?(?:as|under) (?:[\w-]+ )*?(?:open[- ]source|BSD|MIT|GPL|Apache)|"
            r"\b(?:introduc|present|develop|propos|describ|releas|provid|offer)\w* (?:[\w-]+,? ){0,4}?(?:an?|the|"
            r"two|three) (?:[\w-]+,? )?open[- ]source\b",
        ),
        (
            "aim at ease of use",
            r"\beas(?:y|ier|ily)[- ]to[- ](?:use|read|learn|understand|apply)\b|\buser[- ]friendly\b|\bmakes? it "
            r"easy\b|\beasy (?:for|way)"
            r"|\bease of use\b|\bsimple (?:and \w+ )?(?:API|interface|syntax)\b|\bintuitive (?:\w+ )?(?:API|"
            r"interface)\b",
        ),
        (
            "report gains in speed",
            r"\b\d+(?:\.\d+)?(?:x|×|\\times| times)? ?faster\b|\b(?:much|significantly|considerably|substantially|"
            r"times|magnitude) faster\b|\bspeed-?ups? of\b|\borders? of magnitude (?:faster|speed)",
        ),
        (
            "address reproducibility",
            r"\breproducib(?:le|ility)\b",
        ),
        (
            "offer interactive use",
            r"\binteractive(?:ly)? (?:\w+ )?(?:visuali[sz]ations?|plots?|analysis|explor\w+|interface|tools?|"
            r"environment|use|widgets?)\b|"
            r"\binteractively\b",
        ),
        (
            "handle large amounts of data",
            r"\b(?:large|big|massive|huge|growing)(?:[- ]scale)?,? (?:\w+ )?(?:amounts? of (?:\w+ )?data|data "
            r"?sets?|data\b|volumes?)",
        ),
        (
            "run in parallel",
            r"\b(?:in parallel|paralleli[sz]\w+|distributed (?:comput\w+|processing|systems?|environments?)|"
            r"multi-?core|clusters? of "
            r"(?:computers|machines))\b",
        ),
        (
            "offer a web interface",
            r"\bweb(?:[- ]based)? (?:\w+ )?(?:interface|front[- ]?end|application|app|service|site|portal|"
            r"platform|browser)\b|\bweb-based\b",
        ),
        (
            "are made for teaching",
            r"\b(?:students|teach(?:es|ing)|courses?|classrooms?|educational|lessons)\b",
        ),
        (
            "use visualization",
            r"\bvisuali[sz](?:e|es|ing|ations?)\b|\bplotting\b",
        ),
        (
            "are designed to be extended",
            r"\bextensible\b|\bextensib\w+|\bmodular(?:ity)?\b|\bplug-?ins?\b|\beasily extended\b",
        ),
        (
            "automate work done by hand",
            r"\bautomat(?:es?|ed|ing|ically (?:generat|creat|detect|extract|label|produc|classif)\w*)\b",
        ),
        (
            "work with time series",
            r"\btime[- ]series\b",
        ),
        (
            "learn several tasks together",
            r"\bmulti-?task(?:ing)?\b|\bjoint(?:ly)? (?:learn|train|model|extract|entity)\w*",
        ),
        (
            "ask human judges",
            r"\bhuman (?:evaluat|judg|rat|assess)\w+|\b(?:annotators?|raters|judges)\b",
        ),
        (
            "draw on knowledge bases",
            r"\bknowledge (?:bases?|graphs?)\b",
        ),
        (
            "follow participants over time",
            r"\b(?:longitudinal|follow-?up|cohort)\b",
        ),
        (
            "rest on questionnaires or interviews",
            r"\bquestionnaires?\b|\binterview(?:s|ed)\b|\bself-report(?:s|ed)\b",
        ),
        (
            "use GPUs",
            r"\b(?:on|us(?:es?|ed|ing)|leverag\w+|with|for|exploit\w*) (?:the |an? |multiple |modern )?(?:\w+ "
            r")?GPUs?\b",
        ),
        (
            "report statistically significant differences",
            r"\bstatistically significant(?:ly)? (?:\w+ )?(?:differen|improv|better|higher|lower|associat|effect|"
            r"increas|decreas|reduc)",
        ),
        (
            "cover several languages",
            r"\b(?:multiple|several|many|different|\w+teen|two|three|four|five|six|seven|eight|nine|ten) "
            r"(?:different )?languages\b|"
            r"\b(?:multi|cross)-?lingual\b",
        ),
        (
            "use simulated data",
            r"\b(?:simulated|synthetic|artificial) (?:\w+ )?(?:data|dataset|datasets|observations|users|images|"
            r"samples)\b",
        ),
        (
            "combine several kinds of data",
            r"\bmulti-?modal(?:ity)?\b|\bmultiple (?:data )?(?:sources|modalities)\b|\bheterogeneous data\b",
        ),
    )
)  # fmt: skip
_DENIED = re.compile(
    r"\b(?:not|no|never|without|lacks?|lacking|cannot|unlike|although|however|future|plans?|should|could|would|"
    r"previous|those|including those|existing|current state-of-the-art|other|others)\b"
)
_OFTEN = 2
_SAID_ONCE = frozenset(
    (
        "report state-of-the-art results",
        "are released as open source software",
        "report statistically significant differences",
        "report gains in speed",
    )
)
_OWN_KINDS = ("method", "data", "result", "comparison")


def traits_of(title: str, claims: Iterable[Claim], names: Iterable[str]) -> tuple[str, ...]:
    """What a paper's claims say of its own work, more than by the way. names: what that which it made is called."""
    called = [name.casefold() for name in names]
    seen: Counter[str] = Counter()
    for claim in claims:
        text = claim.text
        own = bool(claim.subject) or "proposed" in text or any(name in text.casefold() for name in called)
        if claim.kind not in _OWN_KINDS or not own or _DENIED.search(text):
            continue
        weight = _OFTEN if claim.section in ("abstract", "conclusion") else 1
        for name, pattern in _TRAITS:
            seen[name] += weight if pattern.search(text) else 0
    titled = {name for name, pattern in _TRAITS if pattern.search(title)}
    return tuple(name for name, _ in _TRAITS if seen[name] >= (1 if name in _SAID_ONCE or name in titled else _OFTEN))
