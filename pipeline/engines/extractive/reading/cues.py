"""Phrases that tell what kind of thing a sentence says, with how strongly they tell it; English, for lower case."""

from __future__ import annotations

import re

from pipeline.digest import PointKind

Rows = tuple[tuple[float, str], ...]
Cues = dict[PointKind, tuple[tuple[float, re.Pattern[str]], ...]]


def compiled(table: dict[PointKind, Rows]) -> Cues:
    """The table with its phrases as patterns."""
    return {kind: tuple((weight, re.compile(pattern)) for weight, pattern in rows) for kind, rows in table.items()}


CUES = compiled(
    {
        "problem": (
            (1.0,
                r"\b(?:suffers?|suffered|suffering) from|\b(?:challeng(?:e|es|ing)|problematic|bottlenecks?"
                r"|drawbacks?|shortcomings?|obstacles?)\b"),
            (0.9,
                r"\b(?:lack(?:s|ing)? (?:of )?|absence of|scarcity|sparsity|shortage)\b|\b(?:ignores?|ignored"
                r"|neglects?|neglected|overlooks?|overlooked)\b"),
            (0.8,
                r"\b(?:difficult|hard|costly|expensive|time-consuming|labor-intensive|error-prone|inefficient"
                r"|infeasible|intractable|prohibitive(?:ly)?|tedious|cumbersome)\b"),
            (0.7,
                r"\b(?:poorly understood|little is known|not well understood|unclear|remains? (?:unclear|open"
                r"|unknown|a)|no consensus|rarely|seldom|underexplored|understudied)\b"),
            (0.6,
                r"\b(?:most|many|existing|previous|prior|current|traditional|conventional)\b.*\b(?:only|fails?"
                r"|cannot|limited|simply|merely|require)\b"),
            (0.5,
                r"\b(?:burden|risk factors?|threat|barriers?|crucial|essential|critical|important|need for"
                r"|needs? to)\b"),
        ),
        "method": (
            (1.2,
                r"\b(?:proposes?|proposed|introduces?|introduced|devises?|devised) (?:an?|the|two|three|several"
                r"|novel|new|to|using|[a-z]+-)"),
            (1.0,
                r"\b(?:presents?|presented|develops?|developed|designs?|designed|builds?|built|formulates?"
                r"|formulated|implements?|implemented)\b"),
            (0.8,
                r"\b(?:consists? of|is based on|are based on|based on|is composed of|comprises?|extends?"
                r"|incorporates?|leverages?|employs?|adopts?|exploits?|combines?|integrates?|jointly)\b"),
            (0.6,
                r"\b(?:uses?|used|using|applies|apply|applied|computes?|encodes?|learns?|trains?|trained|takes?"
                r"|models?|predicts?|generates?|estimated|randomi[sz]ed|interviewed|simulated|fitted|measured"
                r"|calculated)\b"),
            (0.5,
                r"\b(?:supports?|provides?|allows?|enables?|offers?|aims?|framework|algorithm|architecture"
                r"|interface|librar(?:y|ies)|package|mechanism)\b"),
        ),
        "data": (
            (1.0,
                r"\b(?:datasets?|data sets?|corpus|corpora|benchmarks?|treebank|test set|training set"
                r"|databases?|archives?|cohort|registry|surveys? of)\b"),
            (0.9,
                r"\b(?:annotat(?:ed|ors?|ions?)|crowd-?sourc\w+|collected (?:from|by|in|at|between)|sampled"
                r" from|enrolled|recruited|participants|respondents|patients (?:were|with|aged)|interviews?)\b"),
            (0.7,
                r"\b\d[\d,.]*(?:k| million| billion| thousand)? (?:\w+ ){0,2}(?:sentences|documents|articles"
                r"|questions|pairs|examples|instances|tokens|words|reviews|tweets|images|samples|papers|users"
                r"|patients|participants|adults|children|women|men|households|countries|records|observations"
                r"|pages|hours|letters)\b"),
        ),
        "result": (
            (1.2,
                r"\b(?:outperforms?|outperformed|outperforming|surpass(?:es|ed)?|state-of-the-art (?:results?"
                r"|performance)|achieves?|achieved|improv(?:es|ed)\b|beats?\b|leads? on|excels?"
                r"|significant(?:ly)? (?:improve|better|higher|lower|reduc|increas|associat|outperform|fewer"
                r"|more|greater)\w*)"),
            (1.1,
                r"\b(?:results?|experiments?|evaluations?|analys[ie]s|findings?|study|data|evidence) (?:\w+"
                r" ){0,4}(?:shows?|showed|demonstrates?|demonstrated|suggests?|suggested|indicates?|indicated"
                r"|reveals?|revealed|confirms?|confirmed)\b"),
            (1.0,
                r"\b(?:found|find|finds|observes?|observed) that\b|\bfound (?:no|a|an|significant)\b|\b(?:was"
                r"|were) (?:\w+ )?(?:associated|correlated) with\b|\b(?:increased|decreased|reduced|rose|fell"
                r"|declined) (?:by|from|to)\b"),
            (0.9,
                r"\b\d+(?:\.\d+)?\s?(?:%|percent|points?|x\b|×|times\b|fold\b)|\b(?:f1|f-?score|bleu|rouge"
                r"|accuracy|precision|recall|auc|rmse|perplexity|speed-?ups?|odds ratio|hazard ratio|confidence"
                r" interval)\b"),
            (0.8,
                r"\b(?:faster|slower|better|worse|higher|lower|more accurate|superior|inferior|competitive"
                r"|robust|effective(?:ness)?|gains?|boosts?|boosted|raised|rises|rose|correlat\w+|degrades?"
                r"|comparable|turns? out|clearly|below|typically fails?|ranks?|wins?|won)\b"),
            (0.5, r"\b(?:shows?|showed|demonstrates?|demonstrated|concludes?|concluded) (?:that|how)\b"),
        ),
        "comparison": (
            (1.1,
                r"\b(?:compared (?:with|to)|in comparison (?:with|to)|in contrast to|as opposed to"
                r"|different(?:ly)? from|differs? from|contrary to|relative to)\b|\bunlike\b"),
            (0.8,
                r"\b(?:whereas|rather than|instead of|similar to|analogous to|more .{0,30} than|less .{0,30}"
                r" than|trade-?offs?|advantages? over|versus|vs\.)\b"),
        ),
        "limitation": (
            (1.4,
                r"\b(?:(?<!strengths and )(?<!understand the )(?<!overcomes )(?<!overcome )(?<!regarding model )"
                r"limitations?|"
                r"(?<!foundation for )(?<!use in )(?<!useful for )future (?:work|research|stud\w+|directions?|releases?"
                r"|versions?)|in the"
                r" future(?=$|[,.;:)]| (?:to|we|the|and|or|by|for|with|as|it|is|are|will|when|if|work|could|would|can"
                r"|may|on|in|from)\b)|further (?:work|research|stud\w+|investigation)|caveats?|plans? to)\b"),
            (1.0,
                r"\b(?:not yet|only supports?|does not (?:\w+ )?(?:support|handle|account|consider|scale"
                r"|address|work|allow)|do not (?:\w+ )?(?:support|handle|account|consider|scale|address)|no"
                r" support for|unable to|not able to|is limited to|are limited to|open (?:problem|question"
                r"|issue)s?)\b"),
            (0.8,
                r"\b(?:cannot|fails? to|failed to|remains? to be|still|struggles?|weakness(?:es)?|should be"
                r" interpreted|small sample|generali[sz]ability|not (?:be )?generali[sz])\b"),
        ),
        "background": (
            (0.9,
                r"\b(?:is|are) (?:an? )?(?:\w+ ){0,3}(?:task|problem|field|area|language|process|technique"
                r"|measure|subfield|branch|family|type|form|concept|disease|disorder|condition|phenomenon)\b(?:"
                r" (?:of|in|that|which|where|for|caused))?"),
            (0.9,
                r"\b(?:refers? to|is defined as|are defined as|known as|is called|aims? (?:to|at)|has been"
                r" (?:widely|extensively)|have been (?:widely|extensively|proposed|used|applied|shown)|widely"
                r" used|in recent years|traditionally|historically)\b"),
            (0.7,
                r"\b(?:many|several|most|various|numerous|previous|recent|existing|prior|earlier) (?:\w+"
                r" )?(?:works?|studies|approaches|methods|models|researche?r?s?|systems|efforts|authors)\b"),
        ),
    }
)  # fmt: skip
SECTION_KINDS: dict[str, dict[PointKind, float]] = {
    "abstract": {"method": 0.2, "result": 0.2},
    "introduction": {"problem": 0.3, "background": 0.3},
    "related": {"background": 0.7, "comparison": 0.2},
    "method": {"method": 0.6},
    "experiments": {"data": 0.4, "method": 0.3},
    "results": {"result": 0.6, "comparison": 0.2},
    "discussion": {"result": 0.3, "limitation": 0.3},
    "conclusion": {"result": 0.2, "limitation": 0.3},
}
CONTRIBUTION = re.compile(
    r"\b(?:we|this (?:paper|work|study|article)|our (?:main |key |primary )?(?:contributions?|goal|aim"
    r"|objective|approach|method|model|system|framework))\b.{0,40}?\b(?:propose|introduce|present|develop|show"
    r"|demonstrate|"
    r"describe|investigate|find|found|is|aim|argue|explore|study|examine|release|outperform|achieve|improve"
    r"|report|evaluate|address)",
    re.I,
)
TELLING = re.compile(r"\b(?:[A-Z]{2,}[A-Za-z0-9-]*|[A-Z][a-z]+[A-Z]\w*|\d+(?:\.\d+)?\s?%|\d[\d,.]*)\b")
HEDGED = re.compile(
    r"\b(?:may|might|perhaps|possibly|probably|somewhat|rather|quite|very|etc|basically|simply|just|actually"
    r"|really|lots?|pretty|things?|stuff|nice|obviously)\b",
    re.I,
)
