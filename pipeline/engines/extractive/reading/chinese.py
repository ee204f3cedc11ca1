"""Chinese papers: from text to claims."""

from __future__ import annotations

import re

from pipeline.digest import PointKind
from pipeline.engines.extractive.reading import sections
from pipeline.engines.extractive.reading.candidates import Candidate, candidates
from pipeline.engines.extractive.reading.claim import Claim
from pipeline.engines.extractive.reading.cues_zh import CUES
from pipeline.engines.extractive.reading.kinds import strongest, weighed
from pipeline.engines.extractive.reading.markup import without_markup
from pipeline.engines.extractive.reading.merging import without_repeats
from pipeline.engines.extractive.reading.names import author_name
from pipeline.engines.extractive.reading.places import passage_of
from pipeline.engines.extractive.reading.scoring import Centre, prior
from pipeline.language.words import content_words
from pipeline.paper import Paper

MOST, LEAST, SHORTEST, LONGEST = 60, 0.35, 12, 150
_CJK = r"[\u3400-\u9fff，。；：、“”（）《》]"
_GAP = re.compile(rf"(?<={_CJK})\s+|\s+(?={_CJK})")
_MARKS = re.compile(
    r"\s*[\[［]\s*\d{1,3}(?:\s*[,，、;；–—~-]\s*\d{1,3})*\s*[\]］]|[（(][^（）()]{1,60}(?:等|et al\.?|和|与"
    r"|&)?[,，\s]*(?:19|20)\d\d[a-z]?(?:[;；][^（）()]*)?[)）]"
)
_CROSSREF = re.compile(
    r"[（(](?:详?见|如|参见)?(?:图|表|式|公式|算法|附录|第)\s*\(?\d[^（）()]{0,12}[)）]|(?:^|，)?如(?:图|表)\s*\d+[^，。]{0,6}所示，?"
    r"|(?:^)(?:由|从)(?:图|表)\s*\d+[^，。]{0,8}(?:可以?(?:看出|知|见)|看出)，?"
)
_REFERS = re.compile(
    r"(?:图|表|式|公式|算法|附录|定理|引理)\s*[（(]?\d|第\s*[\d一二三四五六七八九十]+\s*[章节]|如下|以下|上述|上文|下文|前文|下面|上面|本节|本章|见表|见图|下图|下表"
)
_OPENING = re.compile(
    r"^(?:然而|但是?|不过|因此|所以|此外|另外|同时|首先|其次|再次|然后|最后|最终|综上所述|总之|总的来说|具体(?:来说|而言|地)|为此|于是|进一步|更重要的是|值得注意的是|事实上|实际上"
    r"|相反|与此同时|除此之外|一方面|另一方面|特别地?|尤其是|由此可见|可见|显然|第[一二三四五]|其一|其二|"
    r"在?本(?:文|研究|论文|工作)中?)(?:，|,)\s*"
)
_LEANING = re.compile(r"^(?:针对|为了?(?:解决|克服|应对|缓解)|基于|鉴于|在)(?:这|该|此|上述|以上)[^，。]{0,14}，")
_LABEL = re.compile(r"^(?:摘\s*要|目的|方法|结果|结论|背景|引言|关键词)\s*[：:】\]]\s*")
_SELF = r"(?:我们|本文作者|笔者|本文|本研究|本论文|本工作|本项目)"
_AGENT = re.compile(
    rf"^(?:在本(?:文|研究|论文|工作)中，?)?{_SELF}(?!的|所|方法|模型|算法|系统)(?:首先|还|也|将|进一步|主要|随后|然后|最后)?(?=[\u3400-\u9fff])"
)
_LED = re.compile(
    rf"^((?!(?:针对|为了?(?:解决|克服|应对|缓解)|基于|鉴于|在)(?:这|该|此|上述|以上))(?:为了?|针对|基于|通过|利用|在|结合|受|与|根据|鉴于|考虑到|面向|围绕|从|对于?"
    rf"|由于|借助|不同于)[^，。；]{{2,60}})，{_SELF}(?!的|所)(?:首先|还|也|进一步|主要)?(?=[\u3400-\u9fff])"
)
_FUTURE = re.compile(
    rf"^(?:在?未来(?:的?(?:工作|研究))?中?|今后|下一步|接下来)，?({_SELF})(?:将|会|计划|拟|打算|希望)(?:进一步)?"
)
_WRONG_START = re.compile(
    r"^(?:这|该|此|它|他|她|其|那|前者|后者|另一|同样|例如|比如|譬如|并且|而且|而|且|即|也|所以|因为|由图|由表|从图|从表|图|表|式|注|关键词|基金|作者|收稿|通信|通讯|中图"
    r"|文献标|邮箱|假设|令|设|若|记|请|谢|感谢|致谢|您|你|参考文献)"
)
_DEBRIS = re.compile(
    r"[=＝∑∏∫∈∉≤≥≈±√∞∂∇{}|\\^_#@~<>•§©®™\ufffd?？!！]|https?:|www\.|(?<![A-Za-z-])[A-Za-z](?![A-Za-z0-9-])"
    r"|[\u0370-\u03ff]|\w\(\)|你|您|……|\.\.\."
)
_PAIRS = (("（", "）"), ("(", ")"), ("“", "”"), ("《", "》"), ("「", "」"))
_LABEL_KINDS: dict[str, PointKind] = {
    "目的": "problem",
    "背景": "background",
    "方法": "method",
    "结果": "result",
    "结论": "result",
}


def read_chinese(paper: Paper) -> tuple[Claim, ...]:
    """The claims of a Chinese paper, best first."""
    found = list(candidates(paper, "zh", SHORTEST, 2 * LONGEST))
    words = [content_words(c.source, "zh") for c in found]
    opening = [w for c, w in zip(found, words, strict=True) if c.section == sections.ABSTRACT] or words[:6]
    centre = Centre(content_words(paper.title, "zh"), [w for sentence in opening for w in sentence], words)
    claims = (_claim(paper, candidate, centre) for candidate in found)
    return tuple(without_repeats((claim for claim in claims if claim), MOST, LEAST))


def _folded(text: str) -> str:
    return _GAP.sub("", " ".join(text.split()))


def _claim(paper: Paper, candidate: Candidate, centre: Centre) -> Claim | None:
    source, part = _folded(candidate.source), candidate.section
    if not source.endswith("。"):
        return None
    text = _CROSSREF.sub("", _MARKS.sub("", without_markup(source).rstrip("。 ")))
    label = _LABEL.match(text)
    text = text[label.end() :] if label else text
    hint = _LABEL_KINDS.get(label.group().strip("：:】] ")) if label else None
    for _ in range(3):
        text = _LEANING.sub("", _OPENING.sub("", text))
    if _WRONG_START.match(text):
        return None
    plans = bool(_FUTURE.match(text))
    subject, predicate, text, own = _voiced(text, author_name(paper))
    if not _is_sound(text):
        return None
    kind, cue = _kind(text, own, plans, hint)
    terms = tuple(dict.fromkeys(content_words(text.removeprefix(subject), "zh")))
    alone = 0.9 if subject else 0.7 if own else 0.55
    length = 1.0 if 20 <= len(text) <= 80 else 0.6
    score = round(0.25 * cue + 0.25 * prior(part) + 0.25 * centre.near(terms) + 0.15 * alone + 0.1 * length, 6)
    passage = passage_of(candidate, paper, terms)
    return Claim(paper.bibkey, f"{text}。", subject, predicate, kind, passage, source, score, terms, part)


def _voiced(text: str, name: str) -> tuple[str, str, str, bool]:
    """(subject, predicate, sentence, own): the sentence in the third person."""
    own = bool(re.search(_SELF, text))
    text = _FUTURE.sub(lambda m: f"{m[1]}计划", text)
    agent, led = _AGENT.match(text), _LED.match(text)
    subject = predicate = ""
    if agent:
        subject, predicate = name, _recast(text[agent.end() :])
    elif led:
        subject, predicate = name, _recast(f"{led[1]}，{text[led.end() :]}")
    if subject:
        gap = " " if subject[-1].isascii() and predicate[:1].isascii() else ""
        return subject, predicate, f"{subject}{gap}{predicate}", True
    return "", "", _recast(text), own


def _recast(text: str) -> str:
    text = re.sub(
        r"(?:我们|本文|本研究|本工作)(?:所)?提出的|(?:我们|本文|本研究|本工作)的?(?=(?:模型|方法|算法|系统|框架|机制|网络))",
        "所提出的",
        text,
    )
    text = re.sub(r"我们|笔者", "作者", text)
    return re.sub(r"本(?:文|论文)", "该文", re.sub(r"本(?:研究|工作|项目)", r"该研究", text))


def _is_sound(text: str) -> bool:
    if not SHORTEST <= len(text) <= LONGEST or _DEBRIS.search(text) or _REFERS.search(text):
        return False
    han = sum("\u3400" <= c <= "\u9fff" for c in text)
    return (
        han * 2 >= len(text)
        and all(text.count(a) == text.count(b) for a, b in _PAIRS)
        and text[-1] not in "，：；、的和与"
    )


def _kind(text: str, own: bool, plans: bool, hint: PointKind | None) -> tuple[PointKind, float]:
    if plans:
        return "limitation", 0.8
    weights = weighed(text, CUES)
    if own:
        weights["background"] = 0.0
        weights["problem"] *= 0.5
    return strongest(weights, hint, "background")
