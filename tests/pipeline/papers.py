"""Small real-shaped papers for tests: enough sentences to digest, few enough to read."""

from __future__ import annotations

from pipeline.paper import Corpus, Paper

_TOPICS = {
    "attention": "Attention weights show which words of the sentence the aspect classifier reads.",
    "memory": "A memory network stores clauses and reads them in several hops before it decides.",
    "graph": "A graph network passes messages along the dependency tree of the sentence.",
    "corpus": "The corpus holds reviews of restaurants and laptops with labelled aspects.",
}


def small_corpus(count: int = 8) -> Corpus:
    """`count` papers that cycle through four topics."""
    names = list(_TOPICS)
    return Corpus.build(
        (
            Paper(
                bibkey="",
                title=f"{names[i % 4].title()} models for aspect sentiment, study {i + 1}",
                abstract=f"We study {names[i % 4]} models. {_TOPICS[names[i % 4]]}",
                text=f"Introduction\n\nSentiment depends on the aspect. {_TOPICS[names[i % 4]]} We report {80 + i}.5 % "
                f"accuracy on SemEval 2014.\n\nLimitations\n\nThe model needs labelled aspects for every domain {i}.",
                authors=(f"Alice Writer{i}", "Bob Second", "Charlie Third"),
                year=2015 + i % 5,
            )
            for i in range(count)
        ),
        "Aspect sentiment",
    )
