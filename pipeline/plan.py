"""Every knob of a run as name, default, range and help; three presets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from pipeline.errors import BadInput


def _knob(default: Any, help: str, low: float | None = None, high: float | None = None) -> Any:
    return field(default=default, metadata={"help": help, "low": low, "high": high})


@dataclass(frozen=True)
class Plan:
    """How a survey is written. The reference's names are given where they differ."""

    depth: str = _knob("standard", "preset the other values started from: quick, standard or deep")
    group_size: int = _knob(3, "papers a digest group, and edit lists merged by one kernel (conv_kernel_width)", 1, 8)
    draft_groups: int = _knob(3, "groups whose abstracts make one first skeleton (skeleton_group_size)", 1, 8)
    merge_width: int = _knob(4, "first skeletons merged in one call", 2, 16)
    blocks: int = _knob(1, "rounds of digest, feedback and skeleton refinement (block_count)", 0, 4)
    layers: int = _knob(3, "convolution layers after layer 0 (conv_layer)", 0, 12)
    layer_width: int = _knob(6, "candidates made in each layer (conv_result_num)", 1, 20)
    top_k: int = _knob(4, "candidates that go on to the next layer", 1, 20)
    refine_cycles: int = _knob(2, "self-refinement cycles (self_refine_count)", 0, 8)
    refine_width: int = _knob(2, "candidates tried in each cycle (self_refine_best_of)", 1, 8)
    early_stop: bool = _knob(
        True,
        "stop the convolution, after two thirds of it, when no layer of the last two raised the best score",
    )
    words: int = _knob(0, "target length of the article in words; 0 lets the evidence decide", 0, 100_000)
    budget: float = _knob(0.0, "most US dollars that calls of a language model may cost; 0 for no limit", 0, 10_000)
    seed: int = _knob(1, "seed of all sampling", 0, 2**31 - 1)

    def __post_init__(self) -> None:
        """Refuse values of the wrong type or out of range, naming the knob.

        Raises:
            BadInput: with one sentence for the reader.
        """
        for knob in fields(self):
            value, low, high = getattr(self, knob.name), knob.metadata["low"], knob.metadata["high"]
            if low is not None and not (isinstance(value, int | float) and low <= value <= high):
                raise BadInput(f"{knob.name} is {value!r}; it must be a number from {low:g} to {high:g}.")
        if self.depth not in PRESETS:
            raise BadInput(f"depth is {self.depth!r}; it must be one of {', '.join(PRESETS)}.")

    @classmethod
    def preset(cls, depth: str, **changes: Any) -> Plan:
        """The preset of that name with some knobs changed.

        Raises:
            BadInput: for an unknown preset or knob, or a value out of range.
        """
        if depth not in PRESETS:
            raise BadInput(f"There is no depth {depth!r}; choose one of {', '.join(PRESETS)}.")
        unknown = set(changes) - {knob.name for knob in fields(cls)}
        if unknown:
            raise BadInput(f"There is no plan setting named {', '.join(sorted(unknown))}.")
        return replace(cls(), **(dict(PRESETS[depth]) | {"depth": depth} | changes))


PRESETS: Mapping[str, Mapping[str, Any]] = {
    "quick": {"layers": 1, "layer_width": 4, "top_k": 4, "refine_cycles": 1, "refine_width": 2},
    "standard": {"layers": 3, "layer_width": 6, "top_k": 4, "refine_cycles": 2, "refine_width": 2},
    "deep": {
        "merge_width": 12,
        "layers": 6,
        "layer_width": 10,
        "top_k": 6,
        "refine_cycles": 3,
        "refine_width": 3,
    },
}
