"""How sentences begin: labels, run-in headings and connectives that lean on the sentence before."""

from __future__ import annotations

import re

from pipeline.digest import PointKind

_LABELS: dict[str, PointKind] = {
    "background": "background", "introduction": "background", "context": "background", "importance": "problem",
    "objective": "problem", "objectives": "problem", "aim": "problem", "aims": "problem", "purpose": "problem",
    "motivation": "problem", "problem": "problem", "question": "problem",
    "method": "method", "methods": "method", "design": "method", "methodology": "method", "approach": "method",
    "materials and methods": "method", "methods and materials": "method", "patients and methods": "method",
    "study design": "method", "intervention": "method", "interventions": "method",
    "setting": "data", "settings": "data", "participants": "data", "subjects": "data", "patients": "data",
    "data": "data",
    "dataset": "data", "datasets": "data", "data sources": "data", "sample": "data", "data source": "data",
    "main outcome measures": "method", "main outcomes and measures": "method", "measurements": "method",
    "results": "result", "result": "result", "findings": "result", "main results": "result", "outcomes": "result",
    "conclusion": "result", "conclusions": "result", "interpretation": "result", "discussion": "result",
    "conclusions and relevance": "result", "significance": "result", "implications": "result",
    "limitations": "limitation", "limitation": "limitation",
}  # fmt: skip
_LABEL = re.compile(
    rf"^(?:{'|'.join(sorted(map(re.escape, _LABELS), key=len, reverse=True))})\s*[:.—–-]\s*(?=[A-Z])", re.I
)
_NUMBERED = re.compile(r"^(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]?|\([a-z]\)|[a-z]\)|\([ivx]+\))\s+(?=[A-Z])")
_RUN_IN = re.compile(r"^[A-Z][\w’'/-]*(?: [\w’'/&-]+){0,5}\s*(?::|\.|—|–)\s+(?=(?:[A-Z][a-z]*|A) [a-z(])")
_GLUED = re.compile(
    r"^(?:\d+(?:\.\d+)*\.?\s+)?(?:[A-Z][\w-]*(?:\s+(?:and|of|for|with|on|in|the|to|&))*\s+){1,6}"
    r"(?=(?:We|Our|In (?:this|order|the)|This|To|The|There|For|As|It|When|While|Although|Given|These|Since|A|An"
    r"|Recently|Recent) [a-z])"
)
_CONNECTIVE = re.compile(
    r"^(?:However|Moreover|Furthermore|Therefore|Thus|Hence|Consequently|Accordingly|Additionally|In addition"
    r"|Besides|Also|"
    r"Finally|Lastly|First(?:ly)?(?: of all)?|Second(?:ly)?|Third(?:ly)?|Fourth(?:ly)?|Next|Then|Later|To this"
    r" end|To that end|Towards this end|For this purpose|As a result|As a consequence|"
    r"Nevertheless|Nonetheless|Still|Meanwhile|At the same time|Indeed|In fact|Specifically|More specifically"
    r"|In particular|Particularly|"
    r"More precisely|More concretely|Concretely|More importantly|Importantly|Most importantly|Notably"
    r"|Most notably|Regardless|Quite the opposite|To make (?:things|matters) worse|Even so|That said"
    r"|(?:On top of|Beyond) (?:this|that)"
    r"|Interestingly|Surprisingly|Not surprisingly|Unsurprisingly|Unfortunately|Fortunately|"
    r"Similarly|Likewise|Conversely|On the contrary|On the other hand|On the one hand|In contrast|By contrast"
    r"|Instead|Alternatively|Overall|In general|In summary|"
    r"To summari[sz]e|To sum up|In conclusion|To conclude|In short|In brief|In sum|All in all|In essence"
    r"|Essentially|Intuitively|Formally|Practically|In practice|Clearly|Obviously|Of course|"
    r"Evidently|Naturally|Again|Now|Here|So|And|But|Or|Yet|Note that|Notice that|Recall that|Observe that|It"
    r" should be noted that|It is worth noting that|It is worth mentioning that|"
    r"It is important to note,? that|In a similar vein|In the same vein|Shortly thereafter|Briefly|Despite"
    r" (?:this|that)|In spite of (?:this|that)|Since then"
    r"|For comparison|In comparison|Generally|More recent|Note, however, that|It is noted that|Please note that"
    r"|Remember that|Keep in mind that|In other words|That is|That is to say|Namely|I\.e\.|After that"
    r"|Afterwards?|Subsequently|"
    r"Eventually|Ultimately|In turn|Today|Nowadays|Currently|Otherwise|As such|As mentioned(?: \w+)?|As"
    r" noted(?: \w+)?|As expected|As a matter of fact|What is more|What's more|Worse still|Even worse|Last but"
    r" not least|"
    r"Basically|Simply put|Put simply|Of note|Remarkably|Crucially|Critically|Equivalently|Empirically"
    r"|Technically|Historically|Additional(?:ly)?|Further|Based on this|"
    r"By doing so|In doing so|In so doing|In this way|To do so|To do this|To achieve this|To solve this|To"
    r" address this|To overcome this|For this reason|For these reasons|Because of this|Due to this|With this in"
    r" mind|In light of this|In response|"
    r"In this (?:paper|work|study|article|report|letter|thesis|research|contribution|survey|review|note)|In the"
    r" (?:present|current) (?:paper|work|study|article)|In our (?:paper|work|study|article))"
    r"\s*,\s*(?:and\s+|but\s+|we\s+note\s+that\s+)?(?=\S)"
)
_BARE_CONNECTIVE = re.compile(
    r"^(?:However|Therefore|Thus|Hence|Consequently|Furthermore|Moreover|Additionally|In addition(?! to\b)|Finally"
    r"|Also|Then|So|And|But|Yet|Next|Now|Here|Note that|Notice that|Recall that|"
    r"We (?:also |further )?note (?:here )?that|We (?:can )?(?:clearly |also |then )?see (?:here )?that|We"
    r" recall that|We emphasi[sz]e that|We stress that|We remark that|We know that|"
    r"It (?:is|can be|should be|was|has been) (?:also )?(?:clear|seen|noted|observed|shown|evident|found"
    r"|noticed|worth noting|worth mentioning|interesting to note,?|important to note,?|known|clearly seen"
    r"|concluded|obvious) that|"
    r"It turns out that|This means that|This implies that|The fact is that|It follows that|"
    r"In this (?:paper|work|study|article|report|thesis|research|survey|review)|In the (?:present|current)"
    r" (?:paper|work|study|article)|In our (?:paper|work|study|article))"
    r"\s+(?=(?:we|our|this|the|a|an|it|they|there|in|to|for|is|are|both|all|using|by|with|when|if|as|most|many"
    r"|some|[A-Z])\b)"
)
_LEANING = re.compile(
    r"^[A-Z][^,;:]{0,90}\b(?:this|these|that|those|such|it|them|above|so|both|here|previously"
    r"|same)\b[^,;:]{0,60},\s+(?=(?:we|our|this (?:paper|work|study|article))\b)"
)
_NOTED = re.compile(
    r"^We (?:should |must |would like to |want to |would also like to |shall |can |also |further |again |here"
    r" )*(?:note|emphasi[sz]e|stress|remark|point out|mention|recall|know|see|underline|highlight)(?: here|"
    r" again)? that\s+(?=\S)"
)
_HEADINGS = re.compile(
    r"^(?:Experimental (?:Settings?|Setups?|Results?|Design)|Implementation Details|Error Analysis|Evaluation"
    r" Metrics?|Training Details|Training|Case Study|Related Work|Baselines?|"
    r"Ablation Study|Datasets?|Conclusions?|Introduction|Discussion|Background|Methods?|Model|Overview|Task"
    r" Definition|Hyperparameters|Results)\s+(?=[A-Z][a-z]+\s)(?!Card|Order|Based)"
)


_SEEN = re.compile(
    r"^As (?:(?:we|one) can (?:clearly )?(?:see|observe)|(?:it )?can be (?:clearly )?seen|(?:is )?(?:shown|seen"
    r"|expected|illustrated)|mentioned)"
    r"(?: (?:here|above|before|earlier|previously|from [^,]{3,40}))?, "
)
_INSERTED = re.compile(
    r", (?:however|therefore|thus|then|for example|for instance|in turn|moreover|furthermore|in fact|of course"
    r"|indeed|too|as well|"
    r"though|hence|consequently|in addition|e\.g\.)(?:, |(?=\.?$))"
)
_LEANING_WORD = re.compile(r" (?:also|therefore|thus|furthermore|moreover|additionally|consequently)(?= [a-z])")
# On a page that the reader does not see.
_HERE = re.compile(r"(?<=[a-z]ed) here(?=[,;]|$)")
_LEANING_END = re.compile(
    r",? (?:for|in|to|with|on|at) (?:this|that|these|such) (?:\w+ )?(?:purposes?|reasons?|end|respects?|regard"
    r"|context|way|settings?|cases?|point|sense|situations?)(?=$|,|;)"
)
_KEEPS = re.compile(r"(?:\b(?:but|and|an|only|or|not)|[^\w)])$")


def without_connectives(text: str) -> str:
    """`text` without the small words inside it that point back to a sentence before."""
    text = _HERE.sub("", _LEANING_END.sub("", text))
    return _LEANING_WORD.sub(_dropped, _INSERTED.sub(lambda m: " " if m.group().endswith(", ") else "", text))


def _dropped(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 5) : match.start()]
    return match.group() if _KEEPS.search(before) else ""


def label_kind(text: str) -> tuple[str, PointKind | None]:
    """`text` without the label of a structured abstract (`Methods: …`), and the kind of claim that the label
    announces."""
    found = _LABEL.match(text)
    if not found:
        return text, None
    return text[found.end() :], _LABELS[re.sub(r"\s*[:.—–-]\s*$", "", found.group()).lower()]


def without_heading(text: str) -> str:
    """`text` without a number or run-in heading that was glued to its front."""
    text = _NUMBERED.sub("", text)
    glued = _GLUED.match(text)
    if glued and len(glued.group().split()) <= 8:
        text = text[glued.end() :]
    return _HEADINGS.sub("", _RUN_IN.sub("", text))


def without_opening(text: str) -> str:
    """`text` without leading connectives, beginning with a capital."""
    for _ in range(4):
        shorter = text
        for pattern in (_CONNECTIVE, _BARE_CONNECTIVE, _NOTED, _SEEN, _LEANING):
            shorter = pattern.sub("", shorter)
        if shorter == text:
            break
        text = capitalised(shorter)
    return text


def capitalised(text: str) -> str:
    """`text` with its first letter in upper case."""
    return text[:1].upper() + text[1:]
