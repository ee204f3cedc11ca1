"""Headings of papers, normalised to the parts a paper usually has."""

from __future__ import annotations

import re

ABSTRACT, INTRODUCTION, RELATED, METHOD = "abstract", "introduction", "related", "method"
EXPERIMENTS, RESULTS, DISCUSSION, CONCLUSION, OTHER = "experiments", "results", "discussion", "conclusion", "other"
SKIPPED = "skipped"
REFERENCES = "references"

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        (REFERENCES, r"^(?:references?|bibliography|works cited|literature cited|reference list|参考文献)\b"),
        (
            SKIPPED,
            r"acknowledge?ments?|funding|conflicts? of interest|competing interests?|author contributions?"
            r"|biograph|about the "
            r"authors?|appendi|supplement|data availability|^contents$|^table of contents|keywords|^notes?$"
            r"|^license|ethics|致谢|附录",
        ),
        (ABSTRACT, r"^(?:abstract|summary|synopsis|摘\s*要)\b"),
        (RELATED, r"related|previous (?:work|stud)|prior (?:work|art)|literature|state of the art|相关工作|研究现状"),
        (
            CONCLUSION,
            r"conclu|future|outlook|summary|limitation|perspectives?$|closing|next steps|结论|总结|展望|结语|局限",
        ),
        (DISCUSSION, r"discuss|analys[ei]s of|error analysis|case stud|lessons|讨论|案例|分析"),
        (RESULTS, r"result|finding|evaluation|performance|benchmark|ablation|comparison|validation|结果|评估|评测"),
        (
            EXPERIMENTS,
            r"experiment|dataset|data set|setup|settings?\b|corpus|corpora|baseline|metrics|data\b|数据|实验",
        ),
        (INTRODUCTION, r"introduc|motivation|overview|background|problem (?:statement|definition)|引言|绪论|简介|背景"),
        (
            METHOD,
            r"method|model|approach|architecture|framework|algorithm|design|implementation|network|system"
            r"|encoder|decoder|"
            r"training|attention|embedding|materials|procedure|theory|方法|模型|算法|框架|架构|设计|实现",
        ),
    )
)
_NUMBER = re.compile(r"(?:(?:\d+(?:\.\d+)*|[IVX]+|[A-Z])[.)]?\s+|第?[一二三四五六七八九十]+[章节、.．]\s*)")


def section_of(heading: str, before: str) -> str:
    """The normalised part that `heading` opens. before: the part that stood before it, which decides where
    words do not."""
    plain = _NUMBER.sub("", heading, count=1).strip() if _NUMBER.match(heading) else heading.strip()
    for name, pattern in _KINDS:
        if pattern.search(plain):
            return name
    if before in (INTRODUCTION, RELATED, METHOD, ABSTRACT):
        return METHOD
    return before if before in (EXPERIMENTS, RESULTS, DISCUSSION) else OTHER
