"""Whether a sentence can stand on its own in a survey: complete, clean, without debris."""

from __future__ import annotations

import re

MIN_WORDS, MAX_WORDS = 8, 45
_DEBRIS = re.compile(
    r"https?://|www\.|\w@\w+\.\w|\(cid:|[\ufb00-\ufb06\ufffd\u2022]|[=∑∏∫∈∉⊂⊆∪∩∀∃√∞∂∇⊕⊗⊙∘≡→←⇒⇔↔↑↓←∼∝⟨⟩‖∥˜ˆˇ¯´¨`ˆ◦†‡∗{}|\\^_#@~<>•§¶©®™]|"
    r"\.\.\.|…|::|\?|!|//|\(\)|\w\(\w+\)\.|\b\w+\.\w+\(|\[\s*\]|\(\s*\)|\(\s*[,;.]|,\s*,|;\s*;|,\s*\.|\s[,;]\s|--|\[(?!\d+,? \d+\])|"
    r"[a-z]{2,}\d{1,2} [A-Z][a-z]+ [a-z]|\b[a-z]{1,2}\d\b|[a-z]\.[A-Z][a-z]|[\u0370-\u03ff\u1f00-\u1fff\U0001d400-\U0001d7ff]|"
    r"\b\w+- (?!and\b|or\b|to\b|versus\b)[a-z]"
)
_ALLOWED = re.compile(r"\b[pPnN]\s?[<>=≤≥]\s?0?[.,]?\d[\d.,]*|[<>~](?=\s?\d)|#(?=\d)|\bC#|C\+\+|\bI² ?= ?\d+%?")
_GREEK = re.compile(r"(?<![^\W\d_])[αβγδεκλμµσχ](?=-[a-z])|[αβγδεκλμµσχ](?=m\b|g\b|l\b)|(?<=[a-z])-[αβγδκ]\b")
_SINGLE = re.compile(r"(?<![\w'’.+/&-])([B-HJ-Zb-z])(?![\w'’.+#/&]|-\w)")
_LETTERS = frozenset({"C", "R"})
_GLUED = re.compile(
    r"(?<=[a-z0-9)%]) (?:We|The|This|In|It|These|For|To|As|However|Our|When|While|If|There|Although|An|At|From|With|They|Then|Here|Thus|By)(?= [a-z])"
)
_START = re.compile(
    r"^(?:This|These|Those|That|It|They|Such|He|She|His|Her|Their|Its|Them|One of (?:them|these|those)|Some of (?:them|these)|Each of (?:these|them)|All of (?:these|them)|Both(?! [a-z-]+ and)|"
    r"The (?:former|latter|first|second|third|fourth|fifth|last|other|others|above|following|same|next|remaining|rest|two|three|four|five|six|result is|results? in|reason|reasons|idea here|difference is|only difference|intuition|rationale|answer|opposite|example)|"
    r"Another|Other(?!wise)|Others|Here|Same|Similarly to|Likewise|As follows|Doing so|So that|Which|Where|Who|Whose|What|Why|How|Because|Also|Thus|Then|There(?! (?:is|are|was|were|has been|have been|exists?|remains?)\b)|"
    r"For (?:example|instance|this|that|these|those|each of|the (?:same|first|second|former|latter|sake)|simplicity|brevity|clarity|convenience|more details?|details?|completeness|reference)|E\.g|I\.e|Examples? |In (?:this|that|these|those|such|the (?:first|second|third|same|former|latter|above|following|example|figure|next)|both cases|each case|our example|other words)|"
    r"At (?:this|that|these)|On (?:this|that|these)|From (?:this|these|that|here)|With (?:this|these|that|such)|By (?:this|that|these)|After (?:this|that|these)|Under (?:this|these)|To (?:this|that|see|illustrate|summari|be (?:precise|specific)|give|understand why)|"
    r"As (?:mentioned|noted|described|discussed|explained|shown|seen|stated|illustrated|before|an example|a (?:result|consequence|side)|such|for|can be seen|said|in|depicted)\b|Like this|Unlike (?:this|these)|Given (?:this|these|that)|"
    r"Again|Moreover|However|Furthermore|Otherwise|Instead|Rather|Either|Neither|Nor|Yet|So|And|But|Or|Let|Suppose|Assume|Consider|See|Note|Recall|Remember|Imagine|Say|Thanks|Please|Dear|Figure|Table|Fig|Copyright|Licensed|Permission|Proceedings|arXiv|Keywords|Index Terms|Corresponding|Email|E-mail|Equal|Department|University|Acknowledg|Reading note|Download|Click|Available|Accessed|Retrieved|Published|Received|Accepted|Editor|Translated)\b"
)
_EXPLETIVE = re.compile(
    r"^It (?:is|was|remains|has been|becomes|can be|may be|would be|seems) (?:\w+ly |not |also |still |very |more |often |generally |widely )*"
    r"(?:well[- ]known|known|important|difficult|hard|challenging|possible|impossible|essential|crucial|necessary|common|unclear|easy|useful|desirable|natural|critical|vital|likely|unlikely|clear|shown|believed|estimated|expected|argued|recogni[sz]ed|accepted|beneficial|helpful|infeasible|feasible|costly|expensive|difficult) (?:to|that|for|whether|how)\b"
)
_PERSONAL = re.compile(
    r"\b(?:you|your|yours|yourself|let's|let us|Let’s|dear|thank|thanks|grateful|gratefully)\b|\bI\b(?!-|\))|\b(?:he|she|his|hers?|him)\b",
    re.I,
)
_ROADMAP = re.compile(
    r"\b(?:is|are) (?:organi[sz]ed|structured|arranged) (?:as|in|into)|\bremainder of|\brest of (?:this|the) (?:paper|article|section|work|chapter)|\bbeyond the scope|\bspace limit|\black of space|\bpage limit|"
    r"\b(?:supported|funded) (?:by|in part)|\bgrants?\b.*\bNo|\banonymous review|\bcorresponding author|\bequal contribution|\bwork (?:was )?done (?:while|during|when)|\bcreative commons|\blicen[sc]e details|"
    r"\bcan be found (?:at|in|on|here|online)|\b(?:is|are|be) (?:publicly |freely |made |now |also |openly |released )*available (?:at|from|on|online|under|here|via|upon)\b|\bgithub\b|\bin Proceedings of|\bpp\. ?\d|\bvol\. ?\d|\bbest paper|"
    r"\bfor (?:more|further) (?:details?|information)|\brefer(?:red)? (?:to|the reader)|\binterested reader|\breaders?\b|\bfootnote|\bplease\b|\bdenoted? (?:as|by)|\bdenotes?\b|\bwhere\s+[a-z]\b|\bbriefly (?:introduce|describe|review|discuss)|\bin detail\b|"
    r"\bhas two (?:parts|aspects)\b|\bformally\b|\bdefined as\b$|\bas[: ]*$|\bpip install|\bconda install|\bimport \w+|\bfor example[,:]?$|\bsuch as[:]?$|\bgiven by[:]?$|\bis[:]?$|\bare[:]?$|[:,;]$"
)
_ANAPHORA = re.compile(
    r"\b(?:this|these|those|such an?|the (?:former|latter)) (?:(?:[a-z-]+ )?(?:problem|issue|challenge|limitation|gap|case|reason|way|example|section|figure|table|question|observation|assumption|end|equation|formula|sentence|definition|setting|respect|sense|step|process|purpose|situation|phenomenon|line|direction|point|list|snippet|code|command|tutorial|talk|plot|graph)s?)\b|"
    r"\b(?:do|does|did|doing) (?:so|this|that|it)\b|\bmentioned\b|\baforementioned\b|\bdescribed (?:above|earlier)|\b(?:the|our) (?:previous|preceding|next|last|above) (?:section|example|paragraph|equation|step|chapter|sentence)s?\b|\bin this (?:way|case|section|example|context)\b|\babove\b(?! (?:\d|the|a|average|chance|all|and beyond|ground|sea))|\bbelow\b(?! (?:\d|the|a|average|chance))"
)
_CODE = re.compile(
    r"\b\w+_\w+\b|\b[a-z]+[a-z]\.[a-z]{2,}(?:\.[a-z]+)*\b(?<!e\.g)(?<!i\.e)|\b[a-z]+[A-Z][a-z]+[A-Z]\w*\b|\w/\w+/\w|\.(?:py|txt|csv|json|ipynb|cfg|conf|yaml|yml|rst|md|exe|dll|so|pdf|png)\b|'[a-z_]+'|\B--?\w+|\bself\b\.|`"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|being|has|have|had|do|does|did|can|could|may|might|must|should|will|would|shall|cannot|"
    r"[a-z]{3,}(?:ed|s|es))\b|\b(?:show|made|found|built|give|gave|took|led|make|use|propose|achieve|remain|suffer|rely|require|need|tend|"
    r"become|became|allow|enable|provide|contain|include|outperform|lead|exist|ignore|focus|aim|fail|perform|present|introduce|improve|employ|demonstrate|train|learn|apply|consider|develop|describe|investigate|evaluate|explore|examine|study|address|compare|report|combine|extend|design|plan|find|argue|suggest|conduct|collect|analyse|analyze|discuss|identify|treat|adopt|incorporate|leverage|generate|construct|implement|define|create|test|model)\b"
)
_COMMON = frozenset(
    "the a an of in on at to for from by with and or but as is are was were be that which than can has have had it its their into not this these we our".split()
)
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"))


def is_sound(text: str) -> bool:
    """Whether `text`, a sentence without its final stop, is complete and clean."""
    tokens = text.split()
    if not MIN_WORDS <= len(tokens) <= MAX_WORDS or not (text[0].isupper() or text[0].isdigit()):
        return False
    bare = _GREEK.sub("", _ALLOWED.sub("", text))
    if _DEBRIS.search(bare) or _CODE.search(bare) or _GLUED.search(text):
        return False
    if _START.match(text) and not _EXPLETIVE.match(text):
        return False
    if _PERSONAL.search(text) or _ROADMAP.search(text) or _ANAPHORA.search(text):
        return False
    return _reads_like_prose(text, bare, tokens)


def _reads_like_prose(text: str, bare: str, tokens: list[str]) -> bool:
    if any(text.count(a) != text.count(b) for a, b in _PAIRS) or text.count('"') % 2 or text.find(")") < text.find("("):
        return False
    if any(letter not in _LETTERS for letter in _SINGLE.findall(bare)) or not _VERB.search(text):
        return False
    common = sum(token.lower().strip(",.;:()") in _COMMON for token in tokens)
    if common * 8 < len(tokens):
        return False
    numeric = sum(token[0].isdigit() or not token[0].isalpha() for token in tokens)
    shouted = sum(len(token) > 3 and token.isupper() for token in tokens)
    titled = sum(token[0].isupper() for token in tokens[1:])
    return numeric * 4 <= len(tokens) and shouted * 4 <= len(tokens) and titled * 2 <= len(tokens)
