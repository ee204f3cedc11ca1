"""Articles and works for the tests of exports."""

from __future__ import annotations

from pipeline.figures import Cell, Diagram, Row, Table
from pipeline.paper import Corpus, Paper

PAPERS = (
    Paper(
        "li2018ensure",
        "Ensure the Correctness of the Summary: {BERT} & 50% of $x_1$",
        "Text of the first paper.",
        "Abstract of the first paper.",
        ("Haoran Li", "Junnan Zhu", "Laurens van der Maaten"),
        2018,
        "COLING",
        url="https://aclanthology.org/C18-1121",
    ),
    Paper(
        "gu2019position",
        "Is Position Enough?",
        "Text two.",
        "",
        ("Gu, Shuqin",),
        2019,
        "Journal of Tests",
        "10.1000/a_b",
    ),
    Paper("uncited2020work", "A Work That Nobody Cites", "Text three.", "", ("Alice",), 2020),
    Paper("hidden2021link", "Hidden Link", "Text four.", "", (), None, "arXiv", url="javascript:alert(1)"),
)
CORPUS = Corpus.build(PAPERS, "Correct Summaries")
WORKS = CORPUS.by_key

TABLE = Table(
    "Methods and data sets",
    ("Method", "Data | set"),
    (
        Row("li2018ensure", (Cell("entailment", ("li2018ensure:p1",)), Cell("Gigaword"))),
        Row("gu2019position", (Cell("attention"), Cell("SemEval"))),
    ),
).to_markdown({"li2018ensure": "Li et al.", "gu2019position": "Gu"})
DIAGRAM = Diagram("Taxonomy of the works", "flowchart LR\n a[Summaries] --> b[Correctness]").to_markdown()

ARTICLE = rf"""# Correct Summaries: A Survey

## Abstract

This survey covers two works [@gu2019position; @li2018ensure].

## Introduction

Positions matter [@gu2019position]. The loss is $\mathcal{{L}} = -\sum_i \log p(y_i)$, in the interval [0, 1].

### Details

Entailment helps [@li2018ensure], and `code [@li2018ensure]` is not a citation.

- one
  - nested
- two

{TABLE}

{DIAGRAM}

## Conclusion

It is **open** whether this holds [@hidden2021link].
"""

HOSTILE = r"""# Title #read("/etc/passwd") \input{/etc/passwd} *x*

## Abstract

Text #read("/etc/passwd") and \input{/etc/passwd} [@li2018ensure; @nokey] mail foo@bar.org and @tw.

## H {#id .cls onclick=x}

`#read("/etc/passwd")`{=typst} <script>alert(1)</script> <img src=x onerror=alert(2)>

```{=typst}
#read("/etc/passwd")
```

#import "@preview/cetz:0.2.0"
#include "/etc/passwd"

---
title: "yaml"
header-includes: "#read(\"/etc/passwd\")"
---

![alt one](/etc/passwd) ![alt two](http://127.0.0.1:1/x) ![alt three](figure-1.svg) ![alt four](file:///etc/passwd)

[js](javascript:alert(1)) [file](file:///etc/passwd) [anchor](#nowhere) [path](../../etc/passwd) [ok](https://example.org/#x)

$\frac{ a$ and $\frac{$ and $x_{#read("/etc/passwd")}$ $\text{#read("/etc/passwd")}$ $\undefined$ $\left( x$

$$ \unclosed{ $$

$$\newcommand{\a}{\a\a}\a$$

::: {.x onclick=alert(1)}
inside
:::

| a |
|---|
| #read("/etc/passwd") <b>x</b> ![cell](/etc/passwd) |

```mermaid
flowchart LR
 A["#read(&quot;/etc/passwd&quot;)"] --> B["<script>alert(1)</script>"]
 click A "javascript:alert(1)"
```

*caption #read("/etc/passwd")*

```mermaid
nonsense
```

/ term: x
= typst heading
@ref <label> $ x ~ y_ * bold \ # [ ] ] }
"""
