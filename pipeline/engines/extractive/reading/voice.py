"""From the first person to the third: `We propose X` becomes `Li et al. (2018) propose X`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.engines.extractive.reading import verbs
from pipeline.engines.extractive.reading.openings import capitalised

FIRST_PERSON = re.compile(
    r"\b(?:[Ww]e|[Oo]urs?|[Oo]urselves|[Uu]s|[Mm]y|[Mm]ine|[Mm]e|[Mm]yself)\b|\bI\b(?= (?:am|have|will|would"
    r"|can|do|did|also|then|[a-z]+ed|[a-z]{3,} (?:the|a|an|that|to|how)\b))|\b[Ww]e['’](?:ve|re|ll|d)\b"
)
_CONTRACTED = {
    "we've": "we have", "we're": "we are", "we'll": "we will", "we'd": "we would", "can't": "cannot",
    "don't": "do not", "doesn't": "does not", "isn't": "is not", "it's": "it is", "didn't": "did not",
    "won't": "will not", "aren't": "are not", "wasn't": "was not", "there's": "there is", "i've": "I have",
    "i'm": "I am",
}  # fmt: skip
_CONTRACTION = re.compile(rf"\b(?:{'|'.join(_CONTRACTED)})\b".replace("'", "['’]"), re.I)
# `at it's core`: the possessive, misspelt.
_ITS = re.compile(r"(?<=\b(?:at|of|in|by|to|on)\s)it['’]s\b")
_WORK = (
    r"(?:paper|work|study|article|research|survey|report|thesis|manuscript|contribution|chapter|tutorial|review"
    r"|letter|dissertation|technical report|survey paper|review article|working paper|position paper|short"
    r" paper)"
)
_THIS = rf"(?:[Tt]his|[Tt]he (?:present|current)|[Oo]ur) {_WORK}"
_REPORTS = re.compile(rf"^{_THIS} ((?:also |further |first |then |(?!apply|rely|supply|imply)[a-z]+ly )?)([a-z-]+)\b")
_WILL = re.compile(rf"^({_THIS}) will ([a-z]+)\b(?!.* and [a-z]+ (?:the|a|an)\b)")
_AIM = re.compile(
    rf"^The (?:main |primary )?(?:(focus)|goal|aim|purpose|objective) of (?:the|this|our) {_WORK} (?:is|was) "
    r"(?(1)(?:on )?(?=(?:the|an?|[a-z]+ing)\b)|to (?=[a-z]))"
)
# `We present our system`: not `present the proposed system`.
_OWN_THING = re.compile(
    r"^(We (?:[a-z]+ly |also |then )?(?:present|describe|introduce|propose|develop|design|report|presented|"
    r"introduced)) our (?:(?:own|proposed|new|novel) )*(?=[a-z])"
)
_FUTURE_IS = re.compile(r"^(?:As |The |Our )?future work (?:is|will be|would be) to (?=[a-z])", re.I)
_INSIDE_THIS = re.compile(rf"\b(?:this|our|the present|the current) ({_WORK})\b")
_IN_THIS = re.compile(
    rf"(?<=[\w,)])(?<!presented)(?<!proposed)(?<!described)(?<!introduced)(?<!used)(?<!reported),? (?:here )?in"
    rf" (?:this|our|the present|the current) {_WORK}(?=[\s,.;]),?"
)
_SYSTEM = (
    r"(?:models?|methods?|approach|approaches|systems?|frameworks?|algorithms?|architectures?|networks?"
    r"|encoders?|decoders?|techniques?|"
    r"strategy|strategies|mechanisms?|solutions?|tools?|toolkits?|librar(?:y|ies)|packages?|pipelines?"
    r"|implementations?|classifiers?|parsers?|"
    r"schemes?|procedures?|software|designs?|formulation|objective|module|modules|methodology|technique"
    r"|measures?|metrics?|"
    r"representations?|features?|attention|embeddings?|layers?|ensembles?|variants?|platform|protocol|dataset"
    r"|corpus|benchmark)"
)
_OUR_SYSTEM = re.compile(
    rf"\b([Oo])ur (?=(?:(?!(?:own|results?|of|in|on|for|against|and|to|is|are|with|from|by|over|that|as|at"
    rf"|performance|experiments?|evaluation|analysis|work|goal|aim|choice|use|hypothesis)\b)[\w’'/+-]+"
    rf" ){{0,3}}?{_SYSTEM}\b)(?:(?:newly |novel )?(?:proposed|own) )?"
)
_PLAIN_OUR = re.compile(
    r"\b([Oo])ur (?=(?:best|first|second|third|final|main|full|baseline|initial|official|primary|submitted"
    r"|original|previous|simple|current|unsupervised|supervised|two|three|four|new|proposed|own|earlier|entire"
    r"|whole|overall|base|basic)\b)(?:own )?"
)
_START_OUR = re.compile(r"^Our (?:own )?")
_WE = re.compile(
    r"\b([Ww])e\b((?: (?:also|then|further|thus|therefore|hence|first|now|only|still|often|not|both|all|just|never"
    r"|always|already|later|again|simply|even"
    r"|(?!apply|rely|supply|imply|comply|multiply|reply)[a-z]{3,}ly))*)( [a-z][a-z'-]*)?"
)
_AND_WE = re.compile(r",? (and|but) (?:we|I) ([a-z'-]+)\b")
_LEAD = re.compile(
    r"^((?:By|Using|With|For|To|Based on|In|On|When|While|Given|Since|As|Because|Although|Unlike|Instead of"
    r"|Inspired by|Motivated by|Following|Under|"
    r"From|After|Before|During|Through|Via|Despite|Besides|Beyond|If|Rather than|Considering|Similar to"
    r"|Compared (?:to|with)|Apart from|At|Among|"
    r"Whereas|Once|Until|Due to|Building on|Drawing on|Contrary to|In contrast to|[A-Z]\w+ing"
    r"|[A-Z][a-z]+ly)\b[^.;:]*?), (?=(?:we|I) (?!['’]))"
)
_BARE_LEAD = re.compile(
    r"^((?:In|For|On|During|At|From|With|After|Throughout|Among|To|In order to|By) (?:(?!that\b|which\b|when\b"
    r"|where\b|what\b|than\b|as\b|because\b|and\b)[\w’'/-]+ ){1,11}?[\w’'/-]+) (?=(?:we|I) (?!['’]))"
)
_PURPOSE = re.compile(r"^To [a-z][^,;:]{6,110}$")
_PLANS = re.compile(
    r"(?:also |further )?(?:will|shall|would like to|would|(?:hope|intend|plan|want|wish|expect|aim)s? to"
    r"|(?:are|is) (?:going|planning) to)\s+"
    r"(?!(?:also |further )*like to see\b)(?:also |further |like to |to )*(?!be\b|not\b|have\b|see\b|say\b|argue\b)"
)
# What authors could do is neither what they did nor what they found.
_COULD = re.compile(
    r"(?:[a-z]+ly )?(?:can|could|ha(?:ve|s) to|must|may|might|should|needs? to|(?:will|shall) (?:be|have|see|not))\b"
)
# What nobody plans, and what a paper rather does further down than later.
_NO_PLAN = re.compile(
    r"(?:[a-z]+ly )?(?:expect|have|hope|believe|think|know|want|need|assume|notice|really|just|only|now|first)\b"
)
_TELLS = re.compile(
    r"(?:[a-z]+ly )?(?:explain|use|describe|discuss|show|present|introduce|see|review|outline|illustrate|begin|start|"
    r"focus|refer|call|denote|look|mention|demonstrate|summari[sz]e|cover|touch|talk)\b"
)
_LATER = re.compile(
    r"\bfuture\b|\blater (?:work|versions?)\b|\b(?:upcoming|forthcoming|next (?:versions?|releases?))\b", re.I
)
_HOPES = re.compile(r"(?:also |further )?hopes? to\b")
_TENSE = re.compile(r"\b(?:will|shall|would|hope|intend|plan|want|wish|expect|aim|going|planning)s?\b")
_AT_LAST = re.compile(r"\b(?:in|as) (?:the |a |our |their )?(?:near )?(?:future|later|next)(?: \w+)?$")
_SURELY = re.compile(r"(?:also |further )?(?:plan|intend)s? to\b|(?:are|is) planning to\b")
_ANNOUNCES = re.compile(r"(?:also |further )?(?:will|shall|would|(?:are|is) going)\b")
_LEANING_ADVERB = re.compile(
    r"^(?:(?:then|first|next|now|also|further|furthermore|thus|therefore|hence|finally|instead|additionally"
    r"|subsequently|here|consequently|moreover|just|simply),? )+(?=[a-z])"
)
_MADE_US = re.compile(r"\b(?:make|makes|made|making|gives?|help|helps) us (?:of|many)\b")
_FUTURE = re.compile(
    r"\b(?:[Ff]uture|[Nn]ext|[Ll]onger[- ]term|[Ff]urther (?:work|research|stud)|[Uu]pcoming|"
    r"[Ff]orthcoming|[Ll]ater versions?)\b"
)
_FUTURE_LEAD = re.compile(
    r"^(?:As|In|For|Among)?\s*(?:the |our |a |near |possible |subject of )*(?:near )?(?:future|further"
    r"|next)(?:\s+(?:work|works|research|studies|study|releases?|versions?|steps?|directions?))?(?:"
    r" directions?)?\s*,\s*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Byline:
    """What the authors are called. name: as a sentence's subject; plural: of its verb; titled: the work itself."""

    name: str
    plural: bool
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Voiced:
    """A sentence in the third person. subject, predicate: as in `Claim`; own: whether the authors speak of their work;
    plans: whether it tells what they mean to do later."""

    text: str
    subject: str = ""
    predicate: str = ""
    own: bool = False
    plans: bool = False


def in_third_person(sentence: str, byline: Byline, whole: str) -> Voiced | None:
    """`sentence` (without final stop) recast, or None where no clean recasting is known.

    whole: the sentence before its opening was taken off, which may say that it speaks of the future.
    """
    text = _plain(sentence)
    own = bool(FIRST_PERSON.search(text))
    future = bool(_FUTURE.search(whole))
    text = _WILL.sub(lambda m: f"{m[1]} {verbs.third_person(m[2])}", text)
    if future:
        text = capitalised(_FUTURE_LEAD.sub("", text))
    reports = _REPORTS.match(text)
    if reports and re.search(r"\b(?:and|but) (?:is|has been|are|serves) [a-z]+", text[reports.end() :]):
        return None
    if reports and verbs.tells(reports[2]):
        verb = verbs.base_form(reports[2]) if byline.plural else reports[2]
        rest = verbs.plural(text[reports.end() :]) if byline.plural else text[reports.end() :]
        return _led(byline, f"{reports[1]}{verb or reports[2]}{rest}", future, whole)
    text = re.sub(rf"^(?:This|Our|The present|The current) (?={_WORK}\b)", "The ", text)
    planned = _FUTURE_IS.match(text)
    if planned:
        return _led(byline, f"{'plan' if byline.plural else 'plans'} to {text[planned.end() :]}", True, whole)
    aim = _AIM.match(text)
    if aim:
        verb = "focus on " if aim[1] else "aim to "
        return _led(byline, _for_number(f"{verb}{text[aim.end() :]}", byline), future, whole)
    lead = _LEAD.match(text) or _BARE_LEAD.match(text)
    text = _OWN_THING.sub(r"\1 their ", text) if byline.plural else text
    start = re.match(r"(?:We|I) (?=[a-z])", text)
    if start:
        return _led(byline, _for_number(text[start.end() :], byline), future, whole)
    if lead:
        return _behind(lead[1], _for_number(text[lead.end() :].split(" ", 1)[-1], byline), byline, future, whole)
    return _inner(text, byline, own, future)


def _plain(text: str) -> str:
    text = _ITS.sub("its", text)
    if "'" in text or "’" in text:
        text = _CONTRACTION.sub(_expanded, text)
    text = re.sub(r"^To (?:the best of )?our (?:best )?knowledge, ", "To the authors’ knowledge, ", text)
    text = re.sub(rf"^In {_THIS},? (?=[a-zA-Z])", "", text)
    return capitalised(_IN_THIS.sub("", text))


def _expanded(match: re.Match[str]) -> str:
    full = _CONTRACTED[match.group().lower().replace("’", "'")]
    return capitalised(full) if match.group()[0].isupper() else full


def _for_number(predicate: str, byline: Byline) -> str:
    predicate = re.sub(r"^am\b", "are", predicate)
    predicate = re.sub(
        r"^can (?:also |clearly |then )*(?=(?:observe|find|see|conclude|confirm|notice)\b)", "", predicate
    )
    return verbs.plural_led(predicate) if byline.plural else verbs.singular(predicate)


def _led(byline: Byline, predicate: str, future: bool, whole: str) -> Voiced | None:
    """A sentence that the authors' name opens."""
    planned, plans = _planned(_LEANING_ADVERB.sub("", predicate), byline, future, whole)
    recast = None if planned is None else _rest(planned, byline, named=True)
    return None if recast is None else Voiced(f"{byline.name} {recast}", byline.name, recast, True, plans)


def _planned(predicate: str, byline: Byline, future: bool, whole: str) -> tuple[str | None, bool]:
    """The predicate, None where it announces something of the paper itself, and whether it tells of later work."""
    if _COULD.match(predicate):
        return None, False
    plan = _PLANS.match(predicate)
    if not plan:
        return predicate, False
    rest = predicate[plan.end() :]
    if _NO_PLAN.match(rest) or (_TELLS.match(rest) and not _is_later(whole)):
        return None, False
    if not future and not _SURELY.match(predicate):
        hopes = _HOPES.match(predicate) is not None and whole.startswith("We ")  # else: of the work at hand
        return (None if _ANNOUNCES.match(predicate) else predicate), hopes
    return f"{'plan' if byline.plural else 'plans'} to {rest}", True


def _is_later(whole: str) -> bool:
    """Whether a sentence says when, and not only of what: `In later work, we …`, `… the goals for the future` not."""
    return bool(_LATER.search(_TENSE.split(whole, maxsplit=1)[0]) or _AT_LAST.search(whole))


def _behind(lead: str, predicate: str, byline: Byline, future: bool, whole: str) -> Voiced | None:
    """A sentence whose adverbial comes before the authors; a short purpose is moved to the end."""
    if FIRST_PERSON.search(lead):
        fixed = _rest(lead, byline, named=True)
        if fixed is None:
            return None
        lead = fixed
    planned, plans = _planned(predicate, byline, future, whole)
    if planned is None:
        return None
    rest = _rest(planned, byline, named=True)
    if rest is None:
        return None
    if _PURPOSE.match(lead) and "," not in rest and ";" not in rest and len(rest.split()) <= 20 and " to " not in rest:
        joined = f"{rest} {lead[0].lower()}{lead[1:]}"
        return Voiced(f"{byline.name} {joined}", byline.name, joined, True, plans)
    inner = byline.name if not byline.titled else f"{byline.name[0].lower()}{byline.name[1:]}"
    return Voiced(f"{lead}, {inner} {rest}", "", "", True, plans)


def _inner(text: str, byline: Byline, own: bool, future: bool) -> Voiced | None:
    """A sentence with another subject."""
    text = _START_OUR.sub("The ", text) if not _OUR_SYSTEM.match(text) else text
    recast = _rest(text, byline, named=False)
    return None if recast is None else Voiced(capitalised(recast), own=own, plans=future and own)


def _rest(text: str, byline: Byline, *, named: bool) -> str | None:
    """The first person inside a sentence recast. named: whether the authors are its subject, so `their` is clear."""
    text = _INSIDE_THIS.sub(r"the \1", text)
    text = re.sub(r"(?<=[a-z]) here(?=,? |$)", "", text) if named else text
    if not FIRST_PERSON.search(text):
        return text
    text = _PLAIN_OUR.sub(lambda m: "The " if m[1] == "O" else "the ", text)
    text = _OUR_SYSTEM.sub(lambda m: "The proposed " if m[1] == "O" else "the proposed ", text)
    authors = "they" if named and byline.plural else "the authors" if byline.plural else "the author"
    possessive = (
        ("its" if byline.titled else "their")
        if named and (byline.plural or byline.titled)
        else f"the author{'s' if byline.plural else ''}{chr(39)}" + ("" if byline.plural else "s")
    )
    if byline.titled and not named:
        possessive = "the"
    text = re.sub(r"\b([Oo])urs\b", "the proposed one", text)
    text = re.sub(r"\bour(?: own)?\b|\bmy(?: own)?\b", possessive, text)
    text = re.sub(r"\b(?:Our|My)\b", "The", text)
    text = re.sub(r"\b(?:ourselves|myself)\b", "themselves" if byline.plural else "the author", text)

    if named and not byline.plural:
        text = _AND_WE.sub(lambda m: f" {m[1]} {verbs.third_person(m[2])}", text)
        if _WE.search(text):
            return None  # one author beside “the author” reads as two

    def we(match: re.Match[str]) -> str:
        who = authors if match[1] == "w" else capitalised(authors)
        verb = match[3] or ""
        return f"{who}{match[2]}" + (f" {verbs.third_person(verb.strip())}" if verb and not byline.plural else verb)

    text = _WE.sub(we, text)
    if _MADE_US.search(text):
        return None
    text = re.sub(r"\bus\b", "them" if authors == "they" else authors, text)
    return None if FIRST_PERSON.search(text) else text
