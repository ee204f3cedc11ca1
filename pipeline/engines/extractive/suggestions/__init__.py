"""What is asked of a skeleton: by a paper, by a group of papers, by several lists together, by the parts of its score.

`outline` looks at a skeleton with the collection's eyes, `division` and `union` find what could be divided and united,
`paper` lets one paper speak, `lists` gathers and merges, `refining` looks for what mends the score.
"""

from pipeline.engines.extractive.suggestions.lists import gather, unite
from pipeline.engines.extractive.suggestions.paper import suggest
from pipeline.engines.extractive.suggestions.refining import refine

__all__ = ["gather", "refine", "suggest", "unite"]
