"""Languages of the pages: English, in which they are written, and Chinese, from a gettext catalogue.

The catalogue is read as text at start-up (babel's pofile), so that there is nothing to compile and nothing to forget.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from babel import Locale
from babel.messages.pofile import read_po

#: Where a reader's choice of language is kept. It says nothing of who that is.
COOKIE = "quaychain_language"

#: A message's id, with its context where the same English word means several things.
MessageId = str | tuple[str, str]


@dataclass(frozen=True)
class Catalogue:
    """Messages of one language. What it doesn't have is shown in English."""

    messages: Mapping[MessageId, str]

    def gettext(self, message: str) -> str:
        """A message in this language."""
        return self.messages.get(message) or message

    def pgettext(self, context: str, message: str) -> str:
        """A message that means different things in different contexts."""
        return self.messages.get((context, message)) or message

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """A message that depends on a number. English has two forms; a catalogue's one form is that of Chinese."""
        return self.messages.get(singular) or (singular if number == 1 else plural)


@dataclass(frozen=True)
class Language:
    """A language that pages come in. `name` is its own name of itself, `locale` how it writes dates and numbers."""

    code: str
    name: str
    html: str
    locale: Locale
    catalogue: Catalogue

    def __call__(self, message: str, **values: Any) -> str:
        """A message in this language, with its placeholders (`%(name)s`) filled in."""
        text = self.catalogue.gettext(message)
        return text % values if values else text

    def plural(self, singular: str, plural: str, number: int, **values: Any) -> str:
        """A message that depends on a number; `%(num)s` is the number."""
        return self.catalogue.ngettext(singular, plural, number) % {"num": number, **values}


#: (code, name, html, locale): the first of a code counts where the reader's browser asks for no other of them.
_KNOWN = (
    ("en", "English", "en", "en_GB"),
    ("en", "English", "en", "en_US"),
    ("zh", "中文", "zh-Hans", "zh_Hans_CN"),
)


def load_languages() -> tuple[Language, ...]:
    """All languages, English first."""
    catalogues = {"en": Catalogue({}), "zh": read_catalogue("zh")}
    return tuple(
        Language(code, name, html, Locale.parse(locale), catalogues[code]) for code, name, html, locale in _KNOWN
    )


def read_catalogue(code: str) -> Catalogue:
    """The catalogue `locale/<code>/LC_MESSAGES/quaychain.po` of this package."""
    path = resources.files(__package__.rpartition(".")[0]) / "locale" / code / "LC_MESSAGES" / "quaychain.po"
    with path.open("rb") as file:
        read = read_po(file, locale=code)
    messages: dict[MessageId, str] = {}
    for message in read:
        if not message.id or message.fuzzy:
            continue
        identifier = message.id if isinstance(message.id, str) else message.id[0]
        text = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
        messages[(message.context, identifier) if message.context else identifier] = text
    return Catalogue(messages)


def choose(languages: tuple[Language, ...], chosen: str | None, accepted: str | None) -> Language:
    """The reader's language: the one chosen before, else the first of `Accept-Language` that there is, else English.

    Within a language the browser's wish decides on how dates are written.
    """
    wanted = _ranked(accepted or "")
    codes = [chosen, *(tag.partition("-")[0] for tag in wanted), languages[0].code]
    code = next(each for each in codes if any(language.code == each for language in languages))
    same = [language for language in languages if language.code == code]
    for tag in wanted:
        for language in same:
            if tag.lower() == f"{language.code}-{language.locale.territory or ''}".lower():
                return language
    return same[0]


def _ranked(header: str) -> list[str]:
    """The tags of an Accept-Language header (RFC 9110, 12.5.4), the most wanted first."""
    ranked: list[tuple[float, int, str]] = []
    for place, item in enumerate(header[:500].split(",")):
        tag, _, quality = item.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        if tag and weight > 0:
            ranked.append((-weight, place, tag.lower()))
    return [tag for _, _, tag in sorted(ranked)]
