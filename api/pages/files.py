"""The static files, out of the installed package."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_YEAR = 365 * 86_400
_DAY = 86_400


class _KeptFiles(StaticFiles):
    """Static files with how long a browser may keep them: for good where the address has the content's digest."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """See StaticFiles."""
        response = await super().get_response(path, scope)
        if response.status_code < 400:
            kept = f"max-age={_YEAR}, immutable" if scope["query_string"].startswith(b"v=") else f"max-age={_DAY}"
            response.headers["Cache-Control"] = f"public, {kept}"
        return response


def install(app: FastAPI) -> None:
    """Serve `static/` of this package."""
    folder = resources.files(__package__.rpartition(".")[0]) / "static"
    app.mount("/static", _KeptFiles(directory=Path(str(folder))), name="static")
