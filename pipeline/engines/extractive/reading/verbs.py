"""English verbs of scholarly prose and their third person singular."""

from __future__ import annotations

import re

# Verbs that authors use of their own work, in the base form.
BASE = frozenset(
    """achieve acknowledge acquire adapt add address adjust adopt advocate aim align allow alleviate analyse analyze
    annotate answer anticipate apply approach approximate argue ask assemble assert assess assign assume attain
    attempt attend attribute augment automate avoid balance base believe benchmark borrow break bridge bring
    broaden build calculate calibrate call capture carry cast categorise categorize characterise characterize
    choose cite claim clarify classify clean cluster code collect combine compare compile compose compute conceive
    concatenate conclude conduct confirm conjecture connect consider construct contrast contribute control convert
    create cross-validate decide decompose decrease define deliver demonstrate denote deploy derive describe
    design detail detect determine develop devise differ differentiate discover discretise discretize discuss
    distinguish divide document draw drop elaborate eliminate embed emphasise emphasize employ empower enable
    encode encourage enforce enhance enrich ensure estimate evaluate examine exclude execute exemplify exhibit
    expand expect experiment explain exploit explore express extend extract face facilitate feed fill filter find
    fine-tune finetune fit focus follow forecast formalise formalize formulate frame gain gather generalise
    generalize generate get give go group guide handle have help highlight hope hypothesise hypothesize identify
    illustrate implement improve incorporate increase index indicate infer initialise initialize inject inspect
    instantiate integrate intend interpret interview introduce investigate join keep know label lack launch lead learn
    leverage limit link list load look maintain make manage map mask match maximise maximize mean measure mention
    merge minimise minimize mitigate model modify monitor motivate move name need normalise normalize note notice
    observe obtain offer omit operate optimise optimize organise organize outline outperform overcome parse
    participate partition perform pick plan plot pose posit postulate pre-train predict prefer prepare present
    pretrain prevent prioritise prioritize probe process produce propose prove provide publish pursue quantify
    query question randomise randomize rank read realise realize reason recall receive recognise recognize
    recommend reconstruct record recruit reduce refer refine reformulate regard reimplement reject relate relax
    release rely remain remove repeat replace replicate report represent reproduce require resolve resort restrict
    retain retrieve reveal review revisit rewrite run sample save scale score screen search seek segment select
    separate set share shed show simplify simulate sketch solve specify speculate split start state stress strive
    structure study sub-sample suggest summarise summarize supplement support suppose surpass survey synthesise
    synthesize tackle take target test think trace track train transfer transform translate treat try tune turn
    understand unify update upgrade use utilise utilize validate vary verify view visualise visualize want wish
    wonder work write yield do be propagate project enumerate encounter trim challenge revisit reconstruct
    reassess re-examine chart critique contend reconsider uncover defend engage offer open begin benefit attack
    pave perturb pool port prune rerun reuse rephrase search speed stack corrupt subtract multiply sort count
    observe plug wrap host store simulate cover""".split()
)
_IRREGULAR = {
    "have": "has", "do": "does", "are": "is", "were": "was", "be": "is", "go": "goes", "don't": "doesn't",
    "haven't": "hasn't", "aren't": "isn't", "weren't": "wasn't",
}  # fmt: skip
_PLURAL = {"has": "have", "does": "do", "is": "are", "goes": "go"}
_UNCHANGED = frozenset(
    """can could may might must shall should will would cannot can't couldn't won't wouldn't had did didn't hadn't
    was is has does found built used showed shown ran chose chosen made took taken gave given wrote written saw
    seen knew known began begun got kept held led left met brought thought taught drew drawn grew fed understood
    sought told spent sent dealt meant felt lost rebuilt came became became went said paid sold stood won broke
    spoke rose fell withdrew undertook undertaken overcame""".split()
)
_TOLD = frozenset("found showed built took made gave sought drew wrote began".split())
_NOT_PAST = frozenset(
    "need feed embed speed proceed succeed exceed shed seed bleed breed heed impede supersede".split()
)
# Adverbs that may stand between subject and verb.
ADVERB = re.compile(
    r"(?:also|then|further|first|now|next|here|thus|therefore|hence|still|not|never|always|often|only|just|even"
    r"|already|finally|instead|"
    r"additionally|subsequently|both|later|again|usually|(?!apply|rely|supply|imply|comply|multiply|reply)[a-z]{3,}ly)$"
)


def is_past_or_modal(verb: str) -> bool:
    """Whether the form is the same for every person."""
    low = verb.lower()
    return low in _UNCHANGED or (low.endswith("ed") and low not in _NOT_PAST and low not in BASE)


def tells(verb: str) -> bool:
    """Whether `verb`, in the third person or the past, is one that authors use of their own work."""
    return verb not in _PLURAL and verb != "was" and bool(base_form(verb) or verb in _TOLD or _past(verb))


def _past(verb: str) -> bool:
    return verb.endswith("ed") and any(base in BASE for base in (verb[:-1], verb[:-2], verb[:-3], f"{verb[:-3]}y"))


def third_person(verb: str) -> str:
    """`proposes` for `propose`; forms that do not change with the person stay as they are."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if is_past_or_modal(verb):
        return verb
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in ("a", "e", "i", "o", "u", ""):
        return f"{verb[:-1]}ies"
    return f"{verb}s"


def base_form(verb: str) -> str | None:
    """`propose` for `proposes`; None where `verb` is no known third person form."""
    if verb in _PLURAL:
        return _PLURAL[verb]
    for ending, base_ending in (("ies", "y"), ("es", ""), ("s", "")):
        base = verb.removesuffix(ending) + base_ending
        if verb.endswith(ending) and base in BASE:
            return base
    return None


_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_AFTER_VERB = re.compile(
    r"\s+(?:the|a|an|that|this|these|those|how|whether|why|what|which|it|them|its|their|our|to|on|in|with|for"
    r"|by|from|at|as|into|two|three|"
    r"four|several|both|all|some|new|better|against|between|aimed|based|able|various|each|extensive|novel"
    r"|state-of-the-art|significant|different|more|\d+)\b"
)
_COORDINATED = re.compile(
    r"(?:,|\band|\bor|\bbut|, and|, or)\s+(?:(?:also|then|further|finally|thus|therefore|subsequently|(?!apply"
    r"|rely|supply|imply|comply|multiply|reply)[a-z]{4,}ly)\s+)?(?!(?:and|or|but)\b)([a-z][a-z-]+)(?=\s)"
)


_ALSO_SINGULAR = re.compile(
    r"(?:,|\band|\bor|\bbut) (?:(?:also|then|further|finally|thus|therefore|(?!apply|rely|supply|imply|comply"
    r"|multiply|reply)[a-z]{4,}ly) )?(is|has|does|[a-z][a-z-]+s)(?=\s)"
)
_OTHER_CLAUSE = re.compile(
    r"\b(?:can|could|may|will|would|should|must|which|who|how(?! to)|users?|let|help|helps|not)\b(?:\s+[\w-]+){0,6}\s*$"
)
_INFINITIVE = re.compile(r"\bto(?: [a-z]+ly)? ([a-z-]+)(?:\s+[\w-]+){0,12}\s*$")
# Verbs whose forms are never nouns: in a series they need no object that shows it.
_VERBS_ONLY = frozenset(
    """provide propose demonstrate describe introduce explain develop discuss evaluate illustrate investigate examine
    analyze analyse apply consider construct identify conclude argue suggest achieve improve include create derive
    generate implement incorporate obtain perform predict prove require solve utilize combine employ extend explore
    formulate integrate compare""".split()
)


def singular(predicate: str) -> str:
    """`predicate`, written for a plural subject (`propose X and show Y`), with its finite verbs in the singular."""
    at = _finite(predicate)
    if at is None:
        return predicate
    verb = predicate[at[0] : at[1]]
    rest = predicate[at[1] :]
    if verb not in _IRREGULAR and not is_past_or_modal(verb):
        rest = _COORDINATED.sub(_coordinated, rest)
    return predicate[: at[0]] + third_person(verb) + rest


def plural_led(predicate: str) -> str:
    """`predicate` of a plural subject whose first verb a slip of the pen put into the singular (`We presents how`)."""
    at = _finite(predicate)
    base = base_form(predicate[at[0] : at[1]]) if at else None
    return f"{predicate[: at[0]]}{base}{predicate[at[1] :]}" if at and base else predicate


def plural(rest: str) -> str:
    """What follows a verb that was put into the plural, with the verbs coordinated with it put there too."""
    return _ALSO_SINGULAR.sub(_pluralised, rest)


def _pluralised(match: re.Match[str]) -> str:
    verb = match[1]
    base = base_form(verb)
    before = match.string[: match.start()]
    if (
        base is None
        or (base not in _VERBS_ONLY and not _AFTER_VERB.match(match.string[match.end() : match.end() + 20]))
        or _OTHER_CLAUSE.search(before)
    ):
        return match.group()
    if re.search(r"\b(?:that|where|when|while|because)\b[^,]*$", before):
        return match.group()
    return match.group()[: -len(verb)] + base


def _coordinated(match: re.Match[str]) -> str:
    verb = match[1]
    following = match.string[match.end() : match.end() + 20]
    if verb not in BASE or (verb not in _VERBS_ONLY and not _AFTER_VERB.match(following)):
        return match.group()
    before = match.string[: match.start()]
    into = _INFINITIVE.search(before)
    if _OTHER_CLAUSE.search(before) or (into and into[1] in BASE):
        return match.group()
    return match.group()[: -len(verb)] + third_person(verb)


def _finite(predicate: str) -> tuple[int, int] | None:
    """Where the first word of `predicate` that is not an adverb stands."""
    for match in _WORD.finditer(predicate):
        if not ADVERB.match(match.group()):
            return match.span()
    return None
