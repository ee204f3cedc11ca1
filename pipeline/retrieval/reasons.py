"""The sentences that say why a candidate is in or out, in the language of the topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Reasons:
    """Sentences with places for what they speak of. places: names of title, abstract and text."""

    places: dict[str, str]
    comma: str
    joint: str
    one: str
    several: str
    close: str
    perhaps: str
    nothing: str
    elsewhere: str
    touches: str
    pasted: str
    retracted: str
    year: str
    citations: str

    def speaks(self, places: Sequence[str], phrase: str) -> str:
        """Where a phrase stands."""
        names = [self.places[place] for place in places]
        listed = self.joint.join([self.comma.join(names[:-1]), names[-1]] if len(names) > 1 else names)
        return (self.one if len(places) == 1 else self.several).format(listed, phrase)


REASONS = {
    "en": Reasons(
        places={"title": "title", "abstract": "abstract", "text": "text"},
        comma=", ",
        joint=" and ",
        one="Its {} speaks of “{}”.",
        several="Its {} speak of “{}”.",
        close="It reads like the papers on “{}”, though it seldom names it.",
        perhaps="It may be about “{}”.",
        nothing="No phrase of the topic stands in it.",
        elsewhere="It mentions “{}”, but is about something else.",
        touches="It only touches on “{}”.",
        pasted="You named it.",
        retracted="It was retracted.",
        year="It is of {}, outside the years wished for.",
        citations="It is cited {} times, fewer than the {} wished for.",
    ),
    "zh": Reasons(
        places={"title": "标题", "abstract": "摘要", "text": "正文"},
        comma="、",
        joint="和",
        one="其{}谈到“{}”。",
        several="其{}谈到“{}”。",
        close="内容与“{}”的论文相近，但很少直接提到。",
        perhaps="可能与“{}”有关。",
        nothing="其中没有该主题的任何词语。",
        elsewhere="提到了“{}”，但主题是别的内容。",
        touches="只是顺带提到“{}”。",
        pasted="由您指定。",
        retracted="该文已被撤稿。",
        year="发表于 {} 年，不在所要求的年份之内。",
        citations="被引 {} 次，少于所要求的 {} 次。",
    ),
}
