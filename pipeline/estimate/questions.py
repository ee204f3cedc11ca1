"""The questions of a run: how many of each kind, how long their prompts and replies are, and how many in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from pipeline.engines.providers import Provider
from pipeline.estimate.asking import Asking, Questions
from pipeline.estimate.assumed import (
    ABSTRACT_TOKENS,
    BEGINNING_TOKENS,
    LEAVES,
    NAME_TOKENS,
    PARENTS,
    PASSAGE_TOKENS,
    POINT_TOKENS,
    POINTS,
    REPLIES,
    SECTIONS_A_PAPER,
    SENTENCE_TOKENS,
    TITLE_TOKENS,
    TOKENS_A_WORD,
)
from pipeline.plan import Plan
from pipeline.shape import (
    CLAIMS_A_CALL,
    FRAME_WORDS,
    OPENING,
    SHORTEST_LEAF,
    batch_sizes,
    layer_sizes,
    merges,
    natural_words,
    parts_needed,
)
from pipeline.steps.show import CHOSEN_POINTS, CHOSEN_TITLES, FRAME_POINTS, PARENT_POINTS


@dataclass(frozen=True)
class Run(Asking):
    """A run to be estimated. papers: tokens of each."""

    papers: Sequence[int]
    plan: Plan
    provider: Provider

    def questions(self) -> Iterator[Questions]:
        """All kinds in the order in which they are asked."""
        groups = self._groups()
        if self.brief.outline is None:
            yield from self._skeletons(groups)
        yield from self._digests("digest", 1.0)
        for _ in range(self.plan.blocks):
            yield from self._block(groups)
            yield from self._digests("digest", self.assumed.again, again=True)
        yield from self._writing()
        yield from self._grounding()

    def _groups(self) -> int:
        """Themes seldom have one paper more than a group holds, so that a last group of one is not counted away."""
        return sum(ceil(papers / self.plan.group_size) for papers in batch_sizes(len(self.papers)))

    def _skeletons(self, groups: int) -> Iterator[Questions]:
        papers, plan, a = len(self.papers), self.plan, self.assumed
        batches = [n for n in batch_sizes(papers) if n > plan.group_size]
        if batches:
            each = sum(batches) / len(batches)
            begun = NAME_TOKENS + BEGINNING_TOKENS
            yield from self._ask("group", len(batches), each * begun, each * REPLIES["group"])
        drafts = ceil(groups / plan.draft_groups)
        shown = papers / drafts * (NAME_TOKENS + ABSTRACT_TOKENS)
        yield from self._ask("draft", drafts, shown, a.reply("outline"))
        tree = merges(drafts, plan.merge_width)
        if tree:
            width = (drafts + sum(tree) - 1) / sum(tree)
            yield from self._ask("merge", sum(tree), width * a.reply("outline"), a.reply("outline"), rounds=len(tree))

    def _digests(self, name: str, share: float, again: bool = False) -> Iterator[Questions]:
        """Papers that fit at once, and those that are read in parts and joined."""
        a, whole, parts = self.assumed, [], []
        room = self.provider.room("digest")
        beside = self._begin(name) + self._rest(name) + self._outline
        for tokens in self.papers:
            shown = a.shown * tokens + NAME_TOKENS
            needed = 1 if room is None else parts_needed(room, round(beside + shown), tokens)
            if needed == 1:
                whole.append(shown)
            else:
                parts += [shown / needed] * needed
        points = a.reply("digest") * (0.6 if again else 1.0)  # a second digest adds to the first, and no edits
        if whole:
            shown = sum(whole) / len(whole)
            for found in self._ask(name, share * len(whole), shown + self._outline, points):
                kept = self._begin(name) + shown if again else found.shared
                yield Questions(name, found.count, found.prompt, kept, points)
        if parts:
            long = len(self.papers) - len(whole)
            shown = sum(parts) / len(parts)
            yield from self._ask("chunk", share * len(parts), shown + self._outline, points)
            notes = len(parts) / long * a.reply("digest")
            yield from self._ask("combine", share * long, notes + self._outline, points)

    @property
    def _outline(self) -> float:
        """Tokens of a skeleton as it is shown."""
        return 0.9 * self.assumed.reply("outline")

    def _block(self, groups: int) -> Iterator[Questions]:
        """Feedback, convolution and refinement."""
        plan, a, papers = self.plan, self.assumed, len(self.papers)
        listed = self._outline + papers * TITLE_TOKENS / 3
        members = papers / groups
        digests = members * a.reply("digest")
        yield from self._ask("feedback", groups, listed + digests, a.reply("edits"), listed)
        layers = layer_sizes(groups, plan)
        made = layers[: a.layers_run(plan, len(layers))]
        lists = plan.group_size * 1.5 * a.reply("edits")
        yield from self._ask("kernel", sum(made), listed + lists, a.reply("edits"), listed, len(made))
        refined = plan.refine_cycles * plan.refine_width
        holdings = papers * SECTIONS_A_PAPER * 5
        shown = listed + holdings + a.reply("judgement")
        yield from self._ask("refine", refined, shown, a.reply("edits"), listed + holdings, plan.refine_cycles)
        titles = min(papers, CHOSEN_TITLES) * TITLE_TOKENS
        judged = 1 + groups + sum(made) + refined
        rounds = 1 + len(made) + plan.refine_cycles
        yield from self._ask("judge", judged, titles + listed, a.reply("judgement"), titles, rounds)

    def _section(self, words: float) -> float:
        """Tokens of a section for which so many words were asked."""
        asked = words * TOKENS_A_WORD[self.brief.language]
        return self.assumed.section(asked, REPLIES["section"])

    def _chosen(self, parts: int, most: int = CHOSEN_POINTS) -> float:
        """Tokens that a question about one of `parts` sections shows: the papers' names, and the points chosen."""
        papers = len(self.papers)
        names = min(papers, papers * SECTIONS_A_PAPER / parts)
        return min(self._points / parts, most) * POINT_TOKENS + names * NAME_TOKENS

    @property
    def _points(self) -> float:
        """Points of all papers."""
        return len(self.papers) * POINTS * (1 + self.assumed.again / 2)

    @property
    def _leaves(self) -> int:
        """Sections without subsections; those that no paper has anything for are left out."""
        return min(LEAVES, SECTIONS_A_PAPER * len(self.papers))

    @property
    def _parents(self) -> int:
        return ceil(PARENTS * self._leaves / LEAVES)

    @property
    def _leaf(self) -> float:
        """Tokens of a leaf: of the words its share comes to, and no more than its points can fill."""
        words = self.plan.words or natural_words(len(self.papers), model=True)
        fixed = min(words / 4, OPENING * self._parents + sum(FRAME_WORDS.values()))
        return min(self._section(max(SHORTEST_LEAF, (words - fixed) / self._leaves)), 1.1 * self._leaf_points)

    @property
    def _leaf_points(self) -> float:
        """Tokens of the points that a leaf is written from."""
        return self._points / self._leaves * POINT_TOKENS

    @property
    def _opening(self) -> float:
        """Tokens of a parent's own text, which its points bound too."""
        return min(self._section(OPENING), 1.5 * self._points / self._parents * POINT_TOKENS)

    @property
    def _text(self) -> float:
        """Tokens of all sections but the frame."""
        return self._leaves * self._leaf + self._parents * self._opening

    def _writing(self) -> Iterator[Questions]:
        """Leaves, parents, the frame, tables and diagrams."""
        a, papers = self.assumed, len(self.papers)
        contents = 6 * (self._leaves + self._parents)
        in_leaf = papers * SECTIONS_A_PAPER / self._leaves
        shown = contents + 90 + in_leaf * (NAME_TOKENS + 8)
        yield from self._ask("leaf", self._leaves, shown + self._leaf_points, self._leaf, contents)
        some = self._chosen(self._parents)
        few, every = self._chosen(self._parents, PARENT_POINTS), self._chosen(1, FRAME_POINTS)
        below = contents + 90 + self._leaves / self._parents * self._leaf
        yield from self._ask("parent", self._parents, below + few, self._opening, contents)
        for part, words in FRAME_WORDS.items():
            shown = contents + self._text + (every if part != "abstract" else 0)
            yield from self._ask(part, 1, shown, self._section(words))
        yield from self._ask("table", self._parents, 90 + some, min(a.reply("table"), in_leaf * 120 + 100))
        yield from self._ask("diagram", self._parents + 1, contents + 90 + some, a.reply("diagram") / 3, contents)

    def _grounding(self) -> Iterator[Questions]:
        """Verdicts, a dozen a call and section by section, and a few sentences mended."""
        a = self.assumed
        others = [self._opening] * self._parents
        others += [self._section(words) for part, words in FRAME_WORDS.items() if part != "abstract"]
        cited = [self._leaf] * self._leaves + others[: round(a.others * len(others))]
        claims = [tokens / SENTENCE_TOKENS for tokens in cited]
        calls = sum(ceil(count / CLAIMS_A_CALL) for count in claims)
        each = sum(claims) / calls
        shown = each * (SENTENCE_TOKENS + a.passages * PASSAGE_TOKENS)
        yield from self._ask("verify", calls, shown, each * a.verdict)
        yield from self._ask("repair", sum(claims) / 50, 2 * PASSAGE_TOKENS + SENTENCE_TOKENS, a.reply("repair"))
