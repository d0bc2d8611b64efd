"""Jinja templates for one language each, and the answer that a page leaves as."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from importlib import resources
from typing import Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from ..queries.view import DisplayName, DocumentTypeRef, MemberRef
from . import drawn, formats
from .happenings import Detail
from .language import COOKIE, Language, choose, load_languages
from .papers import paper_code, paper_name, subtype_name
from .words import Word, word

_PACKAGE = __package__.rpartition(".")[0]

#: Nothing from anywhere else, nothing inline: data stands in <script type="application/json">, which is not run.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


class Pages:
    """Renders templates in the reader's language. Built once; thread-safe."""

    def __init__(self, names: Mapping[str, DisplayName]) -> None:
        self._names = names
        self._static = _static_digests()
        self.languages = load_languages()
        self._environments = {language.locale: self._environment(language) for language in self.languages}

    def language_of(self, request: Request) -> Language:
        """The language that the reader chose, or that its browser asks for."""
        return choose(self.languages, request.cookies.get(COOKIE), request.headers.get("accept-language"))

    def render(self, request: Request, template: str, context: Mapping[str, Any], status: int = 200) -> HTMLResponse:
        """A page. It is the asker's own: no cache keeps it."""
        language = self.language_of(request)
        text = (
            self._environments[language.locale]
            .get_template(template)
            .render(request=request, path=request.url.path, **context)
        )
        headers = {
            "Content-Security-Policy": POLICY,
            "Content-Language": language.html,
            "Cache-Control": "no-store",
            "Vary": "Accept-Language, Cookie",
            # With no-referrer a browser would send our own forms with `Origin: null`.
            "Referrer-Policy": "same-origin",
        }
        return HTMLResponse(text, status, headers)

    def environment(self, language: Language) -> Environment:
        """The templates of a language."""
        return self._environments[language.locale]

    def _environment(self, language: Language) -> Environment:
        environment = Environment(
            loader=PackageLoader(_PACKAGE, "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        )
        catalogue, locale = language.catalogue, language.locale
        environment.install_gettext_callables(  # type: ignore[attr-defined]
            catalogue.gettext, catalogue.ngettext, newstyle=True, pgettext=catalogue.pgettext
        )

        def name(member: MemberRef | None) -> str:
            if member is None:
                return "—"
            known = self._names.get(member.member_id)
            if known is not None and language.code == "zh" and known.name_zh:
                return known.name_zh
            return (known.name if known is not None else member.name) or formats.short(member.member_id)

        def argument(detail: Detail) -> str:
            value = detail.value
            match detail.kind:
                case "member":
                    return name(MemberRef(value, None))
                case "time":
                    return formats.minute(value, locale)
                case "span":
                    return formats.span(value, locale)
                case "days":
                    return language.plural("%(num)s day", "%(num)s days", value)
                case "share":
                    return formats.share(value, locale)
                case "number":
                    return formats.number(value, locale)
                case "text" | "ascii":
                    return str(value)
                case kind:
                    return word(kind, str(value), catalogue).text

        def paper(of: DocumentTypeRef) -> str:
            known = paper_name(of)
            if known is None:
                return language("Document type %(code)s", code=paper_code(of))
            return catalogue.pgettext("document", known)

        def subtype(of: DocumentTypeRef) -> str | None:
            known = subtype_name(of)
            return None if known is None else catalogue.pgettext("document", known)

        def happening(of: Word) -> str:
            return catalogue.pgettext("happening", of.text)

        environment.globals.update(
            language=language,
            languages=self._choices(),
            static=self._static_url,
            word=lambda kind, code: word(kind, code, catalogue),
            paper_code=paper_code,
            json=_json,
        )
        environment.filters.update(
            argument=argument,
            chart_data=lambda machine: drawn.chart_data(machine, language),
            day=lambda value: formats.day(value, locale),
            happening=happening,
            map_data=lambda voyage: drawn.map_data(voyage, language),
            place=drawn.place,
            step=drawn.step,
            label=lambda text: catalogue.pgettext("label", text),
            member=name,
            minute=lambda value: formats.minute(value, locale),
            month=lambda value: formats.month(value, locale),
            short_month=lambda value: formats.short_month(value, locale),
            number=lambda value, digits=2: formats.number(value, locale, digits),
            paper=paper,
            share=lambda ppm: formats.share(ppm, locale),
            short=formats.short,
            span=lambda seconds: formats.span(seconds, locale),
            subtype=subtype,
            unit=formats.unit,
        )
        environment.tests["endless"] = formats.endless
        return environment

    def _choices(self) -> list[Language]:
        return list({language.code: language for language in reversed(self.languages)}.values())[::-1]

    def _static_url(self, path: str) -> str:
        """The address of one of our static files, with a digest by which a browser may keep it for good."""
        return f"/static/{path}?v={self._static[path]}"


def _static_digests() -> dict[str, str]:
    """Digests of the static files that pages name. Those that a style sheet names itself come without."""
    root = resources.files(_PACKAGE) / "static"
    named = (
        *(f"css/{file.name}" for file in (root / "css").iterdir()),
        *(f"js/{file.name}" for file in (root / "js").iterdir()),
        "icon.svg",
        "vendor/echarts/echarts.min.js",
        "vendor/htmx/htmx.min.js",
        "vendor/inter/wght.css",
        "vendor/leaflet/leaflet.css",
        "vendor/leaflet/leaflet.js",
        "vendor/natural-earth/land.json",
        "vendor/noto-sans-sc/wght.css",
    )
    return {path: hashlib.sha256(root.joinpath(*path.split("/")).read_bytes()).hexdigest()[:12] for path in named}


def _json(value: Any) -> Markup:
    """A value for a <script type="application/json"> block: nothing in it can end the block or begin a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  escaped above, for JSON rather than for HTML


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
