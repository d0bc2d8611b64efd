"""Signing in with a token, signing out, and who one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from starlette.responses import RedirectResponse

from ..permissions import Asker
from ..problems import responses
from ..queries.view import MemberRef
from ..security import COOKIE, Public, Question, SignedIn, asker_with, require_same_site
from ..services import Services
from ..tokens import TokenRefusedError
from .common import answer

router = APIRouter(tags=["sessions"])

#: Where a browser is sent when its token was refused.
SIGN_IN_PAGE = "/sign-in"


@dataclass(frozen=True, slots=True)
class Whoami:
    """Who a token or session speaks for, and what it may do: `resource:action:capacity`."""

    member: MemberRef
    member_kind: str
    role: str
    token_id: str
    permissions: list[str]


@router.get("/session", summary="Who you are", response_model=Whoami, responses=responses())
def whoami(question: Annotated[Question, Depends(SignedIn())]) -> Response:
    """Member, role and permissions behind the token or session."""
    asker: Asker = question.asker
    known = question.services.names.get(asker.member_id)
    return answer(
        Whoami(
            MemberRef(asker.member_id, known.name if known else None),
            asker.member_kind.value,
            asker.role.value,
            asker.token_id,
            sorted(str(permission) for permission in asker.permissions),
        )
    )


@router.post(
    "/sign-in",
    summary="Begin a browser session",
    status_code=303,
    response_class=RedirectResponse,
    responses=responses(403, 413),
)
def sign_in(
    request: Request,
    services: Annotated[Services, Depends(Public())],
    token: Annotated[str, Form(min_length=1, max_length=200)],
    goto: Annotated[str, Form(max_length=500)] = "/",
) -> Response:
    """The form's `token` begins a session, kept by an HttpOnly cookie; `goto` is a path of this site to go to next.

    A refused token brings a browser back to the sign-in page, and everything else a problem document.
    """
    require_same_site(request)
    try:
        session = services.sessions.begin(token.strip())
        asker_with(services, services.sessions.find(session.cookie))
    except TokenRefusedError:
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(f"{SIGN_IN_PAGE}?refused=1", 303)
        raise
    response = RedirectResponse(own_path(goto), 303)
    response.set_cookie(
        COOKIE,
        session.cookie,
        max_age=session.lifetime,
        httponly=True,
        samesite="strict",
        secure=services.settings.secure_cookie,
        path="/",
    )
    return response


@router.post(
    "/sign-out",
    summary="End the browser session",
    status_code=303,
    response_class=RedirectResponse,
    responses=responses(403),
)
def sign_out(request: Request, services: Annotated[Services, Depends(Public())]) -> Response:
    """The session ends at once, on the server too; the token stays what it is."""
    require_same_site(request)
    cookie = request.cookies.get(COOKIE)
    if cookie is not None:
        services.sessions.end(cookie)
    response = RedirectResponse(SIGN_IN_PAGE, 303)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict", secure=services.settings.secure_cookie)
    return response


def own_path(goto: str) -> str:
    """A path of this site; anything that could lead elsewhere (`//host`, a scheme, a backslash) becomes `/`."""
    if goto.startswith("/") and not goto.startswith("//") and "\\" not in goto and goto.isprintable():
        return goto
    return "/"
