"""Puts the pages into the app."""

from __future__ import annotations

from fastapi import FastAPI

from ..services import Services
from . import board, desk, documents, evidence, failures, files, front, history, overview, passport
from .rendering import Pages


def install(app: FastAPI, services: Services) -> None:
    """Add the pages, their static files, and the HTML form of errors. Comes after `problems.install`."""
    app.state.pages = Pages(services.names)
    failures.install(app)
    files.install(app)
    for module in (front, overview, board, desk, evidence, history, passport, documents):
        app.include_router(module.router, include_in_schema=False)
