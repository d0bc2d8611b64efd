"""Pages that are asked for in the plainest way are answered without FastAPI's validation, which takes longer than all
else that this process does for one."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from ..listing import NeedsPage
from ..paging import DEFAULT_LIMIT, MAX_LIMIT, PageRequest
from .common import page_request

#: What `page_request` would take as it stands, with nothing to decode. Cursors are given out in this form.
_FORMS = {b"limit": re.compile(rb"[1-9][0-9]{0,2}"), b"cursor": re.compile(rb"[A-Za-z0-9_-]{1,1024}")}


def plain_page(query: bytes) -> PageRequest | None:
    """The page that a query string asks for which says nothing but `limit` and `cursor`, each well formed and once at
    most; None for any other."""
    found: dict[bytes, str] = {}
    for part in query.split(b"&") if query else ():
        name, _, value = part.partition(b"=")
        form = _FORMS.get(name)
        if form is None or name in found or form.fullmatch(value) is None:
            return None
        found[name] = value.decode()
    limit = int(found.get(b"limit", DEFAULT_LIMIT))
    return PageRequest(limit, found.get(b"cursor")) if limit <= MAX_LIMIT else None


class PlainPageRoute(APIRoute):
    """A route of prepared pages (`NeedsPage`, `page_request`) whose other parameters may all be left out. Where they
    are, its function is called without more ado; every other request, and every other route, goes FastAPI's way."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of requests."""
        validated = super().get_route_handler()
        endpoint, names = self.dependant.call, {each.call: each.name for each in self.dependant.dependencies}
        rules = [call for call in names if isinstance(call, NeedsPage)]
        page_name = names.get(page_request)
        parameters = self.dependant
        if (
            (endpoint is None or len(names) != 2 or len(rules) != 1 or page_name is None)
            or (parameters.path_params or parameters.header_params or parameters.cookie_params)
            or any(each.field_info.is_required() for each in parameters.query_params)
        ):
            return validated
        rule, rule_name = rules[0], str(names[rules[0]])

        async def handle(request: Request) -> Response:
            page = plain_page(request.scope["query_string"])
            if page is None:
                return await validated(request)
            answer: Response = await endpoint(**{rule_name: await rule(request), page_name: page})
            return answer

        return handle
