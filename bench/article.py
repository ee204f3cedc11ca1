"""An article of a wanted length in an installation: `python -m bench.article WORDS` prints its number.

Like a real one it has sections on three levels, citations of 400 papers, tables, formulas and diagrams.
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
from collections.abc import Iterator

PAPERS, SECTION = 400, 1_000
"""How many papers it cites; words of a section."""
_WORDS = (
    "the model learns from aspects of each sentence and attends to words that carry sentiment while earlier methods "
    "relied on lexicons features or rules which results suggest transfer poorly across domains and languages"
).split()
_TABLE = "| Work | Data | Score |\n|---|---|---|\n| [@paper1] | SemEval | 81.2 |\n| [@paper2] | Twitter | 70.4 |\n"
_DIAGRAM = "```mermaid\nflowchart LR\n  A[Text] --> B[Model {}] --> C[Label]\n```\n"


def written(words: int) -> str:
    """The Markdown of an article of about so many words (seeded)."""
    rng = random.Random(words)
    sections = max(1, words // SECTION)
    return "# A measured article\n\n" + "\n".join(
        part for number in range(1, sections + 1) for part in _section(rng, number)
    )


def _section(rng: random.Random, number: int) -> Iterator[str]:
    yield f"## Section {number}\n"
    for sub in (1, 2, 3, 4):
        yield f"### Part {number}.{sub}\n"
        for _ in range(3):
            yield " ".join(_sentence(rng) for _ in range(4)) + "\n"
    yield f"$$ L_{{{number}}} = \\sum_{{i=1}}^{{n}} \\log p(y_i \\mid x_i; \\theta) $$\n"
    if number % 4 == 0:
        yield _TABLE
    if number % 6 == 0:
        yield _DIAGRAM.format(number)


def _sentence(rng: random.Random) -> str:
    words = " ".join(rng.choices(_WORDS, k=20)).capitalize()
    formula = f" where $p_{rng.randrange(9)} > 0$" if rng.random() < 0.1 else ""
    return f"{words}{formula} [@paper{rng.randrange(1, PAPERS + 1)}]."


def main() -> None:
    """Make its rows: the workspace's owner wrote it yesterday."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "surveygo.settings")
    import django

    django.setup()
    from bench.rows import run
    from pipeline.prose import word_count
    from surveygo.articles.models import Article, Revision

    done = run(status="done")
    text = written(int(sys.argv[1]))
    fields = {"markdown": text, "sha256": hashlib.sha256(text.encode()).hexdigest(), "words": word_count(text)}
    references = [
        {"bibkey": f"paper{n}", "title": f"Paper {n}", "authors": [], "year": 2020, "venue": "", "doi": "", "url": ""}
        for n in range(1, PAPERS + 1)
    ]
    article = Article.objects.create(
        survey=done.survey, run=done, title="A measured article", references=references, revision=1, **fields
    )
    Revision.objects.create(article=article, number=1, kind="written", **fields)
    sys.stdout.write(f"{article.pk}\n")


if __name__ == "__main__":
    main()
