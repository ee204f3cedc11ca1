"""How works are named in running text and tables."""

from __future__ import annotations

from pipeline.bibkey import family_name
from pipeline.paper import Paper


def short_name(paper: Paper) -> str:
    """`Li et al. (2018)`, `Choe and Charniak (2016)`, `McKinney (2010)`; without authors the title up to its colon.

    Chinese works: `李等（2018）`.
    """
    if not paper.authors:
        return paper.title.split(":")[0].strip()
    families = [family_name(author) for author in paper.authors]
    chinese = any("\u3400" <= char <= "\u9fff" for char in families[0])
    if chinese:
        names = families[0] if len(families) == 1 else f"{families[0]}等"
        return f"{names}（{paper.year}）" if paper.year else names
    names = {1: families[0], 2: " and ".join(families[:2])}.get(len(families), f"{families[0]} et al.")
    return f"{names} ({paper.year})" if paper.year else names
