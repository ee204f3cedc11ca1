"""The services on one port of loopback; each can be made to fail a few times first."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.simulated_sources import shapes
from tests.simulated_sources.works import WORKS, Work, matching, numbered

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Fault:
    """One answer that is given instead of the right one."""

    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Services:
    """Use as an async context manager. asked: the requests by service; faults: what each service answers first."""

    def __init__(self, works: Sequence[Work] = WORKS, files: Mapping[str, bytes] | None = None) -> None:
        self.works = tuple(works)
        self.files = dict(files or {})
        self.asked: dict[str, list[web.Request]] = defaultdict(list)
        self.bodies: list[Any] = []
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.base = ""
        app = web.Application()
        for service, path, handler in (
            ("openalex", "/openalex/works", self._openalex),
            ("arxiv", "/arxiv/api/query", self._arxiv),
            ("semantic_scholar", "/s2/graph/v1/paper/search", self._s2_search),
            ("semantic_scholar", "/s2/graph/v1/paper/{id}/{kind:references|citations}", self._s2_follow),
            ("crossref", "/crossref/works", self._crossref),
            ("crossref", "/crossref/works/{doi:.+}", self._crossref_one),
            ("unpaywall", "/unpaywall/v2/{doi:.+}", self._unpaywall),
            ("web", "/searxng/search", self._searxng),
            ("files", "/files/{name}", self._file),
        ):
            app.router.add_get(path, self._watched(service, handler))
        app.router.add_post("/s2/graph/v1/paper/batch", self._watched("semantic_scholar", self._s2_batch))
        self._server = TestServer(app)

    async def __aenter__(self) -> Services:
        await self._server.start_server()
        self.base = str(self._server.make_url("")).rstrip("/")
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        await self._server.close()

    @property
    def addresses(self) -> dict[str, str]:
        """Where each source is reached, as `Access` takes it."""
        names = {"openalex": "openalex", "arxiv": "arxiv", "semantic_scholar": "s2", "crossref": "crossref"}
        return {name: f"{self.base}/{path}" for name, path in names.items()} | {"unpaywall": f"{self.base}/unpaywall"}

    def _watched(self, service: str, handler: Handler) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            self.asked[service].append(request)
            if self.faults[service]:
                fault = self.faults[service].popleft()
                return web.Response(status=fault.status, text=fault.body, headers=fault.headers)
            return await handler(request)

        return answer

    async def _openalex(self, request: web.Request) -> web.StreamResponse:
        query = request.query
        found = list(self.works)
        if "search" in query:
            found = matching(found, query["search"])
        for condition in query.get("filter", "").split(",") if query.get("filter") else ():
            kind, value = condition.split(":", 1)
            if kind == "doi":
                wanted = value.split("|")
                found = [w for w in found if w.doi in wanted or (w.arxiv and f"10.48550/arxiv.{w.arxiv}" in wanted)]
            elif kind == "cites":
                found = [w for w in found if int(value[1:]) in w.cites]
            elif kind == "cited_by":
                found = numbered(found, next(w.cites for w in self.works if w.openalex == value))
            elif kind in ("from_publication_date", "to_publication_date"):
                bound = int(value[:4])
                found = [w for w in found if (w.year >= bound) == (kind[0] == "f") or w.year == bound]
        size, page = int(query["per_page"]), int(query["page"])
        part = found[(page - 1) * size : page * size]
        meta = {"count": len(found), "page": page, "per_page": size}
        return web.json_response({"meta": meta, "results": [shapes.openalex(w, self.base) for w in part]})

    async def _arxiv(self, request: web.Request) -> web.StreamResponse:
        query = request.query
        if "id_list" in query:
            found = [w for w in self.works if w.arxiv in query["id_list"].split(",")]
        else:
            found = matching(self.works, re.sub(r"submittedDate:\[.*?\]", "", query["search_query"]))
        start, most = int(query.get("start", 0)), int(query["max_results"])
        return web.Response(
            text=shapes.arxiv(found[start : start + most], len(found)), content_type="application/atom+xml"
        )

    async def _s2_search(self, request: web.Request) -> web.StreamResponse:
        found = matching(self.works, request.query["query"])
        offset, limit = int(request.query["offset"]), int(request.query["limit"])
        part = [shapes.semantic_scholar(w, self.base) for w in found[offset : offset + limit]]
        answer: dict[str, Any] = {"total": len(found), "offset": offset}
        if part:
            answer["data"] = part
        if offset + limit < len(found):
            answer["next"] = offset + limit
        return web.json_response(answer)

    async def _s2_batch(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.bodies.append(body)
        known = {w.s2: w for w in self.works} | {f"DOI:{w.doi}": w for w in self.works if w.doi}
        known |= {f"ARXIV:{w.arxiv}": w for w in self.works if w.arxiv}
        found = [known.get(name) for name in body["ids"]]
        return web.json_response([shapes.semantic_scholar(w, self.base) if w else None for w in found])

    async def _s2_follow(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["id"]
        work = next((w for w in self.works if name in (w.s2, f"DOI:{w.doi}", f"ARXIV:{w.arxiv}")), None)
        if work is None:
            return web.json_response({"error": "Paper not found"}, status=404)
        if request.match_info["kind"] == "references":
            field, found = "citedPaper", numbered(self.works, work.cites)
        else:
            field, found = "citingPaper", [w for w in self.works if work.number in w.cites]
        rows = [{field: shapes.semantic_scholar(w, self.base)} for w in found]
        return web.json_response({"offset": 0, "data": rows})

    async def _crossref(self, request: web.Request) -> web.StreamResponse:
        found = [w for w in matching(self.works, request.query["query.bibliographic"]) if w.doi]
        offset, rows = int(request.query["offset"]), int(request.query["rows"])
        items = [shapes.crossref(w) for w in found[offset : offset + rows]]
        message = {"total-results": len(found), "items-per-page": rows, "items": items}
        return web.json_response({"status": "ok", "message-type": "work-list", "message": message})

    async def _crossref_one(self, request: web.Request) -> web.StreamResponse:
        work = next((w for w in self.works if w.doi == request.match_info["doi"]), None)
        if work is None:
            return web.Response(status=404, text="Resource not found.")
        return web.json_response({"status": "ok", "message-type": "work", "message": shapes.crossref(work)})

    async def _unpaywall(self, request: web.Request) -> web.StreamResponse:
        work = next((w for w in self.works if w.doi == request.match_info["doi"]), None)
        if work is None:
            return web.json_response({"error": True, "message": "not in Unpaywall"}, status=404)
        return web.json_response(shapes.unpaywall(work, self.base))

    async def _searxng(self, request: web.Request) -> web.StreamResponse:
        found = matching(self.works, request.query["q"])
        page = int(request.query["pageno"])
        part = [shapes.searxng(w) for w in found[(page - 1) * 5 : page * 5]]
        return web.json_response({"query": request.query["q"], "results": part, "unresponsive_engines": []})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        body = self.files.get(request.match_info["name"])
        return web.Response(body=body) if body is not None else web.Response(status=404)
