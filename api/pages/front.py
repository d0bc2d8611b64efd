"""The door: signing in, the language, and the way to each member's own page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from starlette.responses import RedirectResponse

from ..routes.sessions import own_path
from ..security import Public, Question, SignedIn, require_same_site
from ..services import Services
from .language import COOKIE
from .reader import home_of, pages_of

router = APIRouter()

_YEAR = 365 * 86_400


@router.get("/")
def home(question: Annotated[Question, Depends(SignedIn())]) -> Response:
    """To the page that the asker's kind of member begins with."""
    return RedirectResponse(home_of(question.asker), 303)


@router.get("/favicon.ico")
def favicon(_: Annotated[Services, Depends(Public())]) -> Response:
    """Browsers ask for it where a document names no icon of its own."""
    return RedirectResponse("/static/icon.svg", 308)


@router.get("/sign-in")
def sign_in_page(
    request: Request,
    _: Annotated[Services, Depends(Public())],
    refused: bool = False,
    goto: Annotated[str, Query(max_length=500)] = "/",
) -> Response:
    """The form that takes a token. A token after `#` in the address is filled in by the page itself: it reaches no
    server's log that way."""
    context = {"refused": refused, "goto": own_path(goto)}
    return pages_of(request).render(request, "sign_in.html", context)


@router.post("/language")
def choose_language(
    request: Request,
    services: Annotated[Services, Depends(Public())],
    language: Annotated[str, Form(pattern="^(en|zh)$")],
    goto: Annotated[str, Form(max_length=500)] = "/",
) -> Response:
    """Remember the language in a cookie, and go back."""
    require_same_site(request)
    response = RedirectResponse(own_path(goto), 303)
    response.set_cookie(
        COOKIE, language, max_age=_YEAR, httponly=True, samesite="lax", secure=services.settings.secure_cookie
    )
    return response
