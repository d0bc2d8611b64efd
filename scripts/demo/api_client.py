"""The API as the demo asks it: over HTTP, as each member, with a token of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx


class ApiClient:
    """Asks the API at `url`; `tokens` are the members' secrets by their keys."""

    def __init__(self, url: str, tokens: Mapping[str, str]) -> None:
        self.url = url
        self._tokens = tokens
        self._client = httpx.Client(base_url=url, timeout=30.0, trust_env=False)

    def get(self, key: str, path: str, **parameters: Any) -> tuple[int, Any]:
        """Status and JSON of one answer to a member."""
        response = self._client.get(path, params=parameters, headers=self._as(key))
        return response.status_code, response.json()

    def get_bytes(self, key: str, path: str) -> tuple[int, bytes]:
        """Status and body of one answer to a member."""
        response = self._client.get(path, headers=self._as(key))
        return response.status_code, response.content

    def all(self, key: str, path: str, **parameters: Any) -> list[Any]:
        """Every item of a list, page by page. Raises httpx.HTTPStatusError where a page is refused."""
        items: list[Any] = []
        asked = dict(parameters)
        while True:
            response = self._client.get(path, params=asked, headers=self._as(key))
            response.raise_for_status()
            page = response.json()
            items += page["items"]
            if not page.get("next"):
                return items
            asked["cursor"] = page["next"]

    def ready(self) -> bool:
        """Whether the API serves, and its rows are up with the chain."""
        try:
            return self._client.get("/health/ready").status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def token(self, key: str) -> str:
        """A member's token."""
        return self._tokens[key]

    def _as(self, key: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._tokens[key]}", "Accept": "application/json"}
