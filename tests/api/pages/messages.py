"""Every message that a page can show, read off the templates and the tables of words."""

from __future__ import annotations

from importlib import resources
from typing import Any

from babel.messages.extract import extract

from quaychain.api.pages import failures, happenings, papers, reader, words

#: Calls that take a message, as babel's extractors want them.
_CALLS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "language": None,
    "plural": (1, 2),
}
_OPTIONS = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false", "extensions": "jinja2.ext.i18n"}

#: (context or None, the English text, its plural or None)
Message = tuple[str | None, str, str | None]


def all_messages() -> set[Message]:
    package = resources.files("quaychain.api")
    found: set[Message] = set()
    for folder, suffix, method in (("templates", ".html", "jinja2"), ("pages", ".py", "python")):
        for file in (package / folder).iterdir():
            if file.name.endswith(suffix):
                with file.open("rb") as source:
                    calls = _CALLS if method == "jinja2" else {"language": None, "plural": (1, 2)}
                    for _, message, _, context in extract(method, source, calls, options=_OPTIONS):
                        texts = [each for each in (message if isinstance(message, tuple) else (message,)) if each]
                        found.add((context, texts[0], texts[1] if len(texts) > 1 else None))
    return found | {(context, text, None) for context, text in _tabulated()}


def _tabulated() -> set[tuple[str, str]]:
    found = {(kind, word.text) for kind, codes in words.WORDS.items() for word in codes.values()}
    found |= {("happening", word.text) for word in happenings.EVENTS.values()}
    found |= {("label", label) for label, _ in happenings.ARGUMENTS.values()}
    found |= {("document", text) for text in papers.UNTDID_1001.values()}
    found |= {("document", text) for text in papers.QUAYCHAIN.values()}
    found |= {("document", text) for text in papers.SUBTYPES.values()}
    told = (*failures.FAILURES.values(), failures.REFUSED, failures.BROKEN)
    found |= {("failure", text) for failure in told for text in (failure.title, failure.advice)}
    return found | {("navigation", place.text) for place in reader.all_places()}
