"""Whether a sentence can stand on its own in a survey: complete, clean, without debris."""

from __future__ import annotations

import re

from pipeline.engines.extractive.reading.verbs import BASE, base_form

MIN_WORDS, MAX_WORDS = 8, 45
_SIGNS = frozenset(
    "=∑∏∫∈∉⊂⊆∪∩∀∃√∞∂∇⊕⊗⊙∘≡→←⇒⇔↔↑↓∼∝⟨⟩‖∥˜ˆˇ¯´¨`◦†‡∗{}|\\^_#@~<>•§¶©®™…?!\ufffd\ufb00\ufb01\ufb02\ufb03\ufb04\u2022"
)
_HOPELESS = frozenset("=∑∏∫∈∉⊂⊆∪∩∀∃√∂∇⊕⊗⊙∘≡⇒⇔⟨⟩‖∥?@\ufffd")
_DEBRIS = re.compile(
    r"www\.|\b[a-z]{2,}\d+(?=[\s,.;)]|$)|(?<![\w-])(?:[b-hj-z]i|[a-np-z]k|[a-z]j|[b-df-hj-su-z]t)(?![\w-])"
    r"|\b0x[0-9A-Fa-f]|\(cid:|\.\.\.|::"
    r"|//|\(\)|\(\w+\)\.\w|\[\s*\]|\(\s*[),.;]|,\s*,|;\s*;|,\s*\.|\s[,;]\s|--|\[(?!\d+,? \d+\])|\.\d{1,2} [A-Z]"
    r"|\d[A-Z][a-z]+ [a-z]|"
    r"\b(?:to|of|by|with|from|the|an?|and|is|are) \((?!i\.e|e\.g)[^()]*\)(?=[,.;]|$)|\b(?:[Aa]n?|[Tt]he)"
    r" (?:small|large|larger|smaller|higher|lower|new|good|single|given) (?:is|are|was|were|of)\b"
    r"|(?<=[a-z][a-z])\d{1,2} [A-Z][a-z]+ [a-z]|(?<![A-Za-z\d])[a-z]{1,2}\d\b|[a-z]\.[A-Z][a-z]|(?<=[a-z])-"
    r" (?!and\b|or\b|to\b|versus\b)[a-z]|\.[\w]+\(|[a-z]\. [a-z]+\. (?=[A-Z])"
)
_MATHS = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff\U0001d400-\U0001d7ff]")
_ALLOWED = re.compile(r"\b[pPnN]\s?[<>=≤≥]\s?0?[.,]?\d[\d.,]*|[<>~](?=\s?\d)|#(?=\d)|\bC#|C\+\+|\bI² ?= ?\d+%?")
_GREEK = re.compile(r"(?<![^\W\d_])[αβγδεκλμµσχ](?=-[a-z])|[αβγδεκλμµσχ](?=m\b|g\b|l\b)|(?<=[a-z])-[αβγδκ]\b")
_SINGLE = re.compile(r"(?<![\w'’.+/&-])([B-HJ-Zb-z])(?![\w'’.+#/&]|-\w)")
_LETTERED = re.compile(
    r"\b(?:[Vv]itamins?|[Hh]epatitis|[Tt]ypes?|[Gg]roups?|[Cc]lass|[Pp]hase|[Gg]rade|[Cc]ategory|[Ii]nfluenza"
    r"|[Ff]actor|[Pp]rotein|[Pp]lan|[Cc]ohort|[Ss]tudy|[Ss]ite|"
    r"[Tt]eam|[Ll]anguage|[Ff]ormat|[Vv]ersion|[Cc]oncept|[Pp]art) [A-Z](?: and [A-Z])?\b"
)
_LETTERS = frozenset({"C", "R"})
_GLUED = re.compile(
    r"(?<=[A-Za-z0-9)%]) (?:(?:We|The|This|In|It|These|For|To|As|However|Our|When|While|If|There|Although|An|At"
    r"|From|With|They|Then|Here|Thus|By|Given|Following|Based on|Using|Since|Recently|One|Some|Most|Many|Each"
    r"|All|Let|After|Another|Because|Both|Once|During|Despite|Due to|Note|Existing|Previous|Traditional|Prior"
    r"|Unlike|Although|Not|Instead|Such|Compared|Different|How)(?= [a-z])|(?:Again|However|First|Finally|Thus"
    r"|Moreover|Therefore|Next|Second|Hence),|Every\b)"
)
_START = re.compile(
    r"^(?:(?:If|When|Once|Suppose|As|While) (?:the )?(?:authors?|we|they)\b|(?:First|Second|Third|Fourth)(?:ly)?\b"
    r"|This|These|Those|That|It|They|Such|He|She|His|Her|Their|Its|Them|One (?:is|was|such|of (?:them|these"
    r"|those))\b|Some of (?:them|these)|Each of (?:these|them)|All of (?:these|them)|Both(?! [a-z-]+ and)|"
    r"The (?:former|latter|first|second|third|fourth|fifth|last|other|others|above|following|same|next"
    r"|remaining|rest|two|three|four|five|six|result is|results? in|reason|reasons|idea here|difference is|only"
    r" difference|intuition|rationale|answer|opposite|example)|"
    r"Another|Other(?!wise)|Others|Here|Same|Similarly to|Likewise|As follows|Doing so|So that|Which|Where|Who"
    r"|Whose|What|Why|How|Because|Also|Thus|Then|There(?! (?:is|are|was|were|has been|have been|exists?"
    r"|remains?)\b)|"
    r"For (?:example|instance|this|that|these|those|each of|the (?:same|first|second|former|latter|sake)"
    r"|simplicity|brevity|clarity|convenience|more details?|details?|completeness|reference)|E\.g|I\.e"
    r"|Examples? |In (?:this|that|these|those|such|the (?:first|second|third|same|former|latter|above|following"
    r"|example|figure|next)|both cases|each case|our example|other words)|"
    r"At (?:this|that|these)|On (?:this|that|these)|From (?:this|these|that|here)|With (?:this|these|that|such)"
    r"|By (?:this|that|these)|After (?:this|that|these)|Under (?:this|these)|To (?:this|that|see|illustrate"
    r"|summari|be (?:precise|specific)|give|understand why)|"
    r"As (?:the authors? |mentioned|noted|described|discussed|explained|shown|seen|stated|illustrated|before|an"
    r" example|a (?:result|consequence|side)|such|for|can be seen|said|in|depicted)\b|Like this|Unlike (?:this"
    r"|these)|Given (?:this|these|that)|"
    r"Again|Moreover|However|Furthermore|Otherwise|Instead|Rather|Either|Neither|Nor|Yet|So|And|But|Or|Let"
    r"|Suppose|Assume|Consider|See|Note|Recall|Remember|Imagine|Say|Thanks|Please|Dear|Figure|Table|Fig"
    r"|Copyright|Licensed|Permission|Proceedings|arXiv|Keywords|Index Terms|Corresponding|Email|E-mail|Equal"
    r"|Department|University|Acknowledg|Reading note|Below|Above|Despite (?:this|these|that)|The (?:paper"
    r"|article|chapter|tutorial|section) (?:then|concludes|ends|begins|closes|starts|proceeds|is organi[sz]ed)"
    r"|Download|Click|Available|Accessed|Retrieved|Published"
    r"|Received|Accepted|Editor|Translated)\b"
)
_ORDER = re.compile(
    r"^(?:Use|Add|Compute|Create|Apply|Replace|Remove|Initiali[sz]e|Choose|Select|Make|Run|Perform|Get|Take"
    r"|Keep|Try|Find|Check|Click|Open|Install|"
    r"Write|Read|Call|Follow|Define|Generate|Calculate|Extract|Obtain|Convert|Build|Train|Repeat|Return|Update"
    r"|Set|Enter|Go|Put|Do|Don't|Avoid|Ensure) "
    r"(?!of\b|cases?\b|is\b|are\b|and\b|was\b|methods?\b|programs?\b)"
)
_DISTANT = re.compile(
    r"^(?:In|For|On|With|At|From|By|As|Recently|Usually)\b[^,]*,(?: [^,]*,)? (?:they|he|she|it)\b(?! (?:is|was"
    r"|has been|becomes|can be|remains) (?:\w+ )?(?:that|to|possible|important|difficult|hard|necessary"
    r"|essential|unclear|crucial))"
)
_IMPERATIVE = re.compile(
    r"^([A-Z][a-z]+) (?:the|a|an|all|each|your|any|this|that|it|in|to|on|with|from|into|whether|if|one|two|both"
    r"|more|only|[a-z]+s)\b"
)
_LABELLED = re.compile(r"^(?:\S+ ){0,8}[^\s:]+: ")
_EXPLETIVE = re.compile(
    r"^It (?:is|was|remains|has been|becomes|can be|may be|would be|seems) (?:\w+ly |not |also |still |very "
    r"|more |often |generally |widely )*"
    r"(?:well[- ]known|known|important|difficult|hard|challenging|possible|impossible|essential|crucial"
    r"|necessary|common|unclear|easy|useful|desirable|natural|critical|vital|likely|unlikely|clear|beneficial"
    r"|helpful|infeasible|feasible|costly|expensive|difficult) (?:to|that|for|whether|how)\b"
)
_PERSONAL = re.compile(
    r"\b(?:you|your|yours|yourself|let's|let us|Let’s|dear|thank|thanks|grateful|gratefully)\b|\bI\b(?!-|\))"
    r"|\b(?:he|she|his|hers?|him)\b",
    re.I,
)
_ROADMAP = re.compile(
    r"(?:organi[sz]ed|structured|arranged) (?:as|in|into)\b|remainder of|rest of (?:this|the) (?:paper|article"
    r"|section|work|chapter)|beyond (?:the |authors['’]s? )*scope|space limit|lack of space|page limit|"
    r"(?:supported|funded) (?:by (?:the|a|an|grant|NS|NI|ERC|DARPA)|in part)|anonymous review|corresponding"
    r" author|equal contribution|work (?:was )?done (?:while|during|when)|creative commons|licen[sc]e details|"
    r"can be found (?:at|in|on|here|online)|available (?:at|from|on|online|under|here|via|upon)\b|[Gg]it[Hh]ub"
    r"|in Proceedings of|pp\. ?\d|vol\. ?\d|best paper|"
    r"for (?:more|further) (?:details?|information)|refer (?:to|the reader)|referred to (?!as)|interested"
    r" reader|readers?\b|footnote|(?:dashed|solid|dotted) lines?|shaded|boldface|bold font|in bold|[xyz]-axis"
    r"|(?:left|right|top|bottom|upper|lower) panel|(?:[Rr]ows?|[Cc]olumns?|[Ll]ines?|[Ss]entences?|[Rr]ecords?"
    r"|[Ee]xamples?|[Qq]uestions?|[Ii]tems?|[Bb]ars?) \(?\d|shown (?:as|in) (?:red|blue|green|black|white|bold"
    r"|gray|grey)|(?:authors['’]|author['’]s|our|this|the) (?:running )?example\b|please\b|denoted? (?:as|by)\b"
    r"|denotes?\b|where [a-z]\b|briefly (?:introduce|describe|review|discuss)|in (?:more )?detail\b|"
    r"\bat the end of the (?:paper|article)\b|\bfuture section|\bthe paper will\b|\b(?:left|right) column\b|"
    r"^Previously, |"
    r"\b(?:next|following|previous|remaining) (?:few |two |three )?(?:sections?|chapters?)\b|"
    r"\bthe use (?!of\b|and\b|cases?\b|in\b|by\b|is\b|for\b)[a-z-]+ |\bmake us\b|\b(?:novelty|scope|topic|subject)"
    r" of (?:the|this) (?:paper|work|article|study)\b|\b[Tt]he authors? (?:can|could|may) (?:also |clearly )?"
    r"(?:observe|see|find|notice|conclude|note)\b|"
    r"(?i:\bresults (?:clearly |also )?(?:shows|indicates|demonstrates|suggests)\b)|"
    r"look(?:s|ing|ed)? forward to|in the coming (?:weeks|months|years?)|"
    r"pip install|conda install|import \w+$|[Oo]n the next page|Word count|All rights reserved|[Cc]opyright"
)
# What a figure shows, asides, and what people did on the way: nothing a survey has to tell.
_COLOURS = r"(?:blue|red|green|orange|black|gr[ae]y|yellow|purple|cyan|magenta|brighter|darker|lighter)"
_SEEN_ONLY = re.compile(
    rf"\b{_COLOURS} (?:[\w/]+ )?(?:colou?rs?|triangles?|circles?|dots?|lines?|curves?|bars?|squares?|points?|markers?|"
    r"crosses|arrows?|boxes|regions?|areas?|text)\b|"
    r"\b(?:top|bottom|left|right|upper|lower|middle)(?:[- ]most|[- ]hand)?(?: and (?:bottom|right|lower|top|left))? "
    r"(?:plots?|panels?|rows?|squares?|corner|figures?|images?|graphs?|half|side of the (?:figure|plot|screen))\b|"
    r"\b(?:the|each|these|both) (?:[a-z]+ )?(?:plots?|histograms?|charts?|screenshots?|graphs?) "
    r"(?:above |below )?(?:shows?|showing|displays?|depicts?|illustrates?|represents?|is|are)\b|"
    r"\b(?:horizontal|vertical) axis\b|\bcolou?r ?bars?\b|\blegend\b|"
    r"\b(?:un)?fortunately\b|\blu\w*kily\b|\bhopefully\b|\bneedless to say\b|\bby the way\b|"
    r"^(?:[a-z]+ ){0,2}(?:results|tests|examples|details|experiments|applications)\b.* (?:are|were) (?:presented|"
    r"discussed|described|shown|given|reported|outlined|illustrated)$|"
    r"^[A-Z][a-z]+ (?:was (?:working|trying|looking|wondering)|wanted|decided|wondered)\b|"
    r"\bauthors?['’]s? (?:universe|world|society|lives|everyday|daily|planet|own eyes|sun|earth|country|minds?)\b",
    re.I,
)
_UNENDED = re.compile(
    r"(?:[:,;—–-]|\b(?:is shown|are shown|be seen|is given|are given|for example|such as|given by|as|is|are|was"
    r"|were|the|a|an|of|in|by|from|to|with|and|or|on|at|than|like|see|via|that|where|e\.g|i\.e|follows"
    r"|respectively by|between|into|both|our|their|its|which))$"
)
_ANAPHORA = re.compile(
    r"\b(?:this|these|those|such an?|the (?:former|latter)) (?:(?:[a-z-]+ )?(?:problem|issue|challenge"
    r"|limitation|gap|case|reason|way|example|section|figure|table|question|observation|assumption|end|equation"
    r"|formula|sentence|definition|setting|respect|sense|step|process|purpose|situation|phenomenon|line"
    r"|direction|point|list|snippet|code|command|tutorial|talk|plot|graph)s?)\b|"
    r"\b(?:do|does|did|doing) (?:so|this|that|it)\b|\bmentioned\b|\baforementioned\b|\bdescribed (?:above"
    r"|earlier)|\b(?:the|our) (?:previous|preceding|next|last|above) (?:section|example|paragraph|equation|step"
    r"|chapter|sentence)s?\b|\b[Tt]he (?:prior|final) example\b|\b[Ii]n cases? where,|"
    r"\b[Aa]s an? (?:first|final|last|further) example\b|\bin the [A-Z][\w ]{2,40} section\b|"
    r"\bin this (?:way|case|section|example|context)\b|\babove\b(?! (?:\d|the (?!author)"
    r"|a|average|chance|all|and beyond|ground|sea))|\bbelow\b(?! (?:\d|the|a|average|chance))"
)
_POINTING = re.compile(
    r"(?:\S+ ){1,5}(?:[Tt]hese|[Tt]hose (?!who|which|that|of|with|from|in)|this (?!paper|work|study|article"
    r"|survey|review))\b"
)
_CODE = re.compile(
    r"\w_\w|(?<=[a-z])\.[a-z]{2,}\b(?<!e\.g)(?<!i\.e)|\w/\w+/\w|(?<=\w)\.(?:py|txt|csv|json|ipynb|cfg|exe|dll"
    r"|pdf|png)\b|"
    r"(?<![\w’'])'[a-z_]+'|\s--?[a-z]|`|[a-zA-Z]\(\w*\)"
)
_CODE_SIGNS = frozenset("_/'`(")
_CAMEL = re.compile(r"[a-z][A-Z][a-z]+[A-Z]")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|can|could|may|might|must|should|will|would|shall|cannot|led"
    r"|found|built|gave|took|made|grew|fell|"
    r"rose|became|began|showed|held|kept|brought|wrote|ran|came|went|saw|won|chose|met|drew)\b"
)
_RELATIVE = re.compile(r"\b(?:which|who|whose|whom|that(?= (?:is|are|was|were|has|have|had|can|will|does|do)\b))\b")
_WORD_BEFORE = re.compile(
    r"(?=(?<![\w-])([\w’'%-]*[\w.)”])( (?:[a-z]+ly|also|often|only|still|not|then|further|typically))?"
    r" ([a-z]{3,})(?![\w-])( (?:the|an?|to|that|in|on|from|with|by|at|as|up|down|its|their|and|out|over|into"
    r"|for|how|all|each|both|any|no|more|less|[a-z]+ly|[a-z]+wards?)\b)?)"
)
_AGENTS = frozenset((" on", " by", " in", " for", " with", " as", " from", " to", " into", " at"))
_INTRANSITIVE = frozenset(
    """occurred resulted increased decreased remained appeared emerged consisted relied depended focused differed
    varied improved declined participated performed worked agreed tended died lived started ended happened
    suffered benefited responded belonged evolved aimed contributed converged dropped failed grew arrived referred
    matched ranged""".split()
)
_LEADING = frozenset(
    """results leads depends occurs belongs suffers serves acts comes goes falls lies stems arises appears emerges
    exists happens corresponds ranges sweeps rises drops scales generalizes generalises""".split()
)
_NO_SUBJECT = frozenset(
    """the a an of in on at to for from by with and or as is its their this these our each any all some such no into
    than are was were be been being most many more both other previous existing various different new such two three
    four five six seven eight nine ten""".split()
)
# Forms that are no finite verbs, whatever stands before them.
_NEVER = frozenset(
    "for from with and over into via per than given taken shown drawn written known seen done chosen based using but "
    "the experiments results studies reports designs".split()
)
_NOUNS_ALONE = frozenset("sets models tests scores measures ranks".split())  # verbs only with an object behind them
_NOUNS = frozenset(
    "work research results models design focus support access search training use studies limits model evidence"
    " control state study report".split()
)
_COMMON = frozenset(
    "the a an of in on at to for from by with and or but as is are was were be that which than can has have had"
    " it its their into not this these we our".split()
)
_ASIDE = re.compile(r" \([^()]*\)")
_INSIDE = re.compile(r" \((?!\d{4}\))[^()]*\)")
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"))


def is_hopeful(source: str) -> bool:
    """A cheap first look at a sentence as it stands: whether it can become sound at all."""
    return (
        (_HOPELESS.isdisjoint(source) or _HOPELESS.isdisjoint(_ALLOWED.sub("", source)))
        and MIN_WORDS <= source.count(" ") + 1 <= MAX_WORDS + 25
        and source.rstrip("\"'”’)]").endswith((".", "。"))
        and not source.startswith(("•", "*", "∗", "†", "-", "–", "(", "/", ","))
    )


def is_glued(text: str) -> bool:
    """Whether a heading or another sentence sticks to `text`: a capital where no sentence begins."""
    return bool(_GLUED.search(text))


def is_sound(text: str) -> bool:
    """Whether `text`, a sentence without its final stop, is complete and clean."""
    tokens = text.split()
    if not MIN_WORDS <= len(tokens) <= MAX_WORDS or not (text[0].isupper() or text[0].isdigit()):
        return False
    bare = text if text.isascii() and _SIGNS.isdisjoint(text) else _GREEK.sub("", _ALLOWED.sub("", text))
    if not _SIGNS.isdisjoint(bare) or _DEBRIS.search(bare) or _looks_coded(bare):
        return False
    if not bare.isascii() and _MATHS.search(bare):
        return False
    if _START.match(text) and not _EXPLETIVE.match(text):
        return False
    if _PERSONAL.search(text) or _ROADMAP.search(text) or _UNENDED.search(text) or _SEEN_ONLY.search(text):
        return False
    if _ANAPHORA.search(text) or _POINTING.match(text):
        return False
    if _ORDER.match(text) or _DISTANT.match(text):
        return False
    ordered = _IMPERATIVE.match(text)
    if (ordered and ordered[1].lower() in BASE and ordered[1].lower() not in _NOUNS) or _LABELLED.match(text):
        return False
    return _reads_like_prose(text, bare, tokens)


def _reads_like_prose(text: str, bare: str, tokens: list[str]) -> bool:
    if any(text.count(a) != text.count(b) for a, b in _PAIRS) or text.count('"') % 2 or text.find(")") < text.find("("):
        return False
    if any(letter not in _LETTERS for letter in _SINGLE.findall(_LETTERED.sub("", bare))) or not _has_verb(
        _INSIDE.sub("", text)
    ):
        return False
    common = sum(token.lower().strip(",.;:()") in _COMMON for token in tokens)
    if common * 14 < len(tokens) and not (len(tokens) <= 10 and _FINITE.search(text)):
        return False
    numeric = sum(token[0].isdigit() or not token[0].isalpha() for token in _ASIDE.sub("", text).split())
    shouted = sum(len(token) > 3 and token.isupper() for token in tokens)
    titled = sum(token[0].isupper() for token in tokens[1:])
    return numeric * 4 <= len(tokens) and shouted * 4 <= len(tokens) and titled * 2 <= len(tokens)


def _has_verb(text: str) -> bool:
    """Whether a finite verb stands outside the relative clauses."""
    relative = _RELATIVE.search(text)
    if _FINITE.search(text, 0, relative.start() if relative else len(text)):
        return True
    needed = len(_RELATIVE.findall(text)) + 1
    found = len(_FINITE.findall(text))
    for before, _, word, after in _WORD_BEFORE.findall(text):
        if found >= needed:
            break
        if before.lower() not in _NO_SUBJECT:
            found += _is_finite(word, before.endswith(("s", "al.", ")")), bool(after), after in _AGENTS)
    return found >= needed


def _is_finite(word: str, plural: bool, governs: bool, participle: bool) -> bool:
    """Whether `word` may be a finite verb. plural: its subject seems to be; governs: an object or adverbial follows;
    participle: what follows lets `word` rather be one."""
    if word in _NEVER or (word in _NOUNS_ALONE and not governs) or (word.endswith("ing") and word not in BASE):
        return False
    if word.endswith("ed"):
        return len(word) > 4 and (not participle or word in _INTRANSITIVE)
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return bool(base_form(word)) or (not plural and governs and (not participle or word in _LEADING))
    return plural and (word in BASE or governs)


def _looks_coded(text: str) -> bool:
    signed = not _CODE_SIGNS.isdisjoint(text) or " -" in text or "." in text
    return bool((signed and _CODE.search(text)) or _CAMEL.search(text))
