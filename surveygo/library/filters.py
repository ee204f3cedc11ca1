"""What a person looks for in the library: words, filters and an order, as the address of the page holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict

from surveygo.accounts.models import Workspace
from surveygo.library import search
from surveygo.library.models import Collection, Paper
from surveygo.surveys.models import Survey

SORTS = {
    "best": "Best match", "new": "Newest in the library", "year": "Latest year", "old": "Earliest year",
    "title": "Title", "used": "Most used",
}  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """q: words; first, last: years; collection, tag: their numbers; source: where papers came from; basis: what there
    is to read; used: `yes`, `no` or a survey's number; sort: one of SORTS."""

    q: str = ""
    first: int | None = None
    last: int | None = None
    collection: int | None = None
    tag: int | None = None
    source: str = ""
    basis: str = ""
    used: str = ""
    sort: str = "new"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Filter:
        """What the address asks for; nonsense counts as nothing."""
        q, sort, basis, used = (given.get(name, "").strip() for name in ("q", "sort", "basis", "used"))
        if sort not in SORTS or (sort == "best" and not q):
            sort = "best" if q else "new"
        years = (_number(given.get("from", "")), _number(given.get("to", "")))
        chosen = (_number(given.get("collection", "")), _number(given.get("tag", "")))
        return cls(
            q[:300], *years, *chosen, given.get("source", "")[:30], basis if basis in Paper.Basis.values else "",
            used if used in ("yes", "no") or _number(used) else "", sort,
        )  # fmt: skip

    def papers(self, workspace: Workspace) -> QuerySet[Paper]:
        """The papers of the library that fit, in order."""
        used = Survey.objects.filter(collection__papers=OuterRef("pk"))
        found: QuerySet[Paper] = Paper.objects.filter(self._fits(), workspace=workspace)
        if self.used:
            found = found.filter(
                {"yes": Exists(used), "no": ~Exists(used)}.get(self.used) or Exists(used.filter(pk=int(self.used)))
            )
        if self.q:
            found = search.find(found, self.q)
        return self._ordered(found)

    @property
    def query(self) -> str:
        """The filter as an address holds it, without its page."""
        values: dict[str, Any] = {
            "q": self.q, "from": self.first, "to": self.last, "collection": self.collection, "tag": self.tag,
            "source": self.source, "basis": self.basis, "used": self.used, "sort": self.sort,
        }  # fmt: skip
        made = QueryDict(mutable=True)
        made.update({name: str(value) for name, value in values.items() if value})
        return made.urlencode()

    @property
    def narrows(self) -> int:
        """How many filters beside the words are set."""
        chosen = (self.first, self.last, self.tag, self.source, self.basis, self.used)
        return sum(bool(value) for value in chosen)

    def _fits(self) -> Q:
        asked = {
            "year__gte": self.first, "year__lte": self.last, "tags": self.tag, "source": self.source,
            "basis": self.basis,
        }  # fmt: skip
        fits = Q(**{name: value for name, value in asked.items() if value})
        if self.collection:
            fits &= Q(pk__in=Collection.papers.through.objects.filter(collection=self.collection).values("paper"))
        return fits

    def _ordered(self, found: QuerySet[Paper]) -> QuerySet[Paper]:
        if self.sort == "used":
            return found.annotate(uses=Count("collections__surveys", distinct=True)).order_by(
                "-uses", "title_key", "pk"
            )
        orders: dict[str, tuple[Any, ...]] = {
            "best": ("rank", "pk"),
            "new": ("-created", "-pk"),
            "year": (F("year").desc(nulls_last=True), "title_key", "pk"),
            "old": (F("year").asc(nulls_last=True), "title_key", "pk"),
            "title": ("title_key", "pk"),
        }
        return found.order_by(*orders[self.sort])


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
