"""What a run, or help with a passage, will take before it starts: calls, tokens, money and time, each as a range.

Nothing here is fitted to runs. The calls are counted by the arithmetic that the stages follow (`pipeline/shape.py`),
the prompts are the templates' own tokens and what the steps put into them, and what nobody can know before (how long
replies turn out, when the convolution stops early, how many papers are asked again) is assumed twice: lean and full.
"""

from __future__ import annotations

from pipeline.estimate.estimate import Estimate, Range, estimate
from pipeline.estimate.revision import estimate_revision

__all__ = ["Estimate", "Range", "estimate", "estimate_revision"]
