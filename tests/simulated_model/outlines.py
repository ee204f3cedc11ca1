"""An outline of five parts and twelve subsections into which any papers are dealt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

PARTS = {
    "en": {
        "Problem settings": ("Definitions of the task", "Domains and languages"),
        "Families of models": ("Attention and memory", "Structure and graphs", "Pretraining and transfer"),
        "Data and annotation": ("Collections of texts", "Practice of annotation"),
        "Evaluation and findings": ("Measures of quality", "Comparisons across models", "Analysis of errors"),
        "Open problems": ("Robustness to noise", "Cost and scale"),
    },
    "zh": {
        "问题设定": ("任务定义", "领域与语言"),
        "模型类别": ("注意力与记忆", "结构与图", "预训练与迁移"),
        "数据与标注": ("文本集合", "标注方法"),
        "评测与发现": ("质量指标", "模型比较", "错误分析"),
        "未决问题": ("对噪声的稳健性", "成本与规模"),
    },
}
_TEXTS = {
    "en": ("Gather", ": ", "what the paper says on {}, with the data and measures it reports and the assumptions made"),
    "zh": ("收集", "：", "论文关于{}的内容，包括所报告的数据、指标和假设"),
}
_OTHERS = {"en": ("Analyse", "contrast the works by"), "zh": ("分析", "比较各文的")}


def outline(keys: Sequence[str], language: str, chars: int) -> str:
    """Markdown of an outline of about `chars` characters that lists every key once."""
    rows = list(_rows(keys, language, 0))
    spare = max(0, chars - sum(len(row) + 1 for row in rows))
    return "\n".join(_rows(keys, language, spare // 17))


def _rows(keys: Sequence[str], language: str, extra: int) -> Iterator[str]:
    label, colon, wish = _TEXTS[language]
    other, contrast = _OTHERS[language]
    papers = "Papers: " if language == "en" else "论文："
    yield "# Survey" if language == "en" else "# 综述"
    leaf = 0
    for part, inner in PARTS[language].items():
        for title in (part, *inner):
            asked = wish.format(title)
            more = f"; {asked}" * (extra // len(asked) + 1)
            yield f"\n{'##' if title == part else '###'} {title}"
            yield f"{label}{colon}{asked}"
            yield f"{other}{colon}{contrast} {title}{more[:extra]}"
            if title != part:
                if dealt := keys[leaf::12]:
                    yield f"{papers}{', '.join(dealt)}"
                leaf += 1
