"""A page taken apart: what can be read in it, what it names, and what it must not have."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "input", "br", "img", "hr"}


@dataclass
class Element:
    """A start tag with its attributes."""

    tag: str
    attributes: dict[str, str]


@dataclass
class Page(HTMLParser):
    """The parsed page. `texts` are (text, language) of everything a reader can read, labels and titles too."""

    elements: list[Element] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    data: list[str] = field(default_factory=list)

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements, self.texts, self.data = [], [], []
        self._open: list[tuple[str, str]] = []
        self.feed(markup)
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append(Element(tag, attributes))
        language = attributes.get("lang") or (self._open[-1][1] if self._open else "")
        for name in ("title", "aria-label", "placeholder", "data-label"):
            if attributes.get(name):
                self.texts.append((attributes[name], language))
        if tag not in _VOID:
            self._open.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self._open.pop()[0] == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open:
            tag, language = self._open[-1]
            (self.data.append(data) if tag == "script" else self.texts.append((" ".join(data.split()), language)))

    def find(self, tag: str, **attributes: str) -> list[Element]:
        """Elements with this tag and these attributes."""
        return [
            each
            for each in self.elements
            if each.tag == tag and all(each.attributes.get(name) == value for name, value in attributes.items())
        ]

    @property
    def words(self) -> str:
        """Everything that can be read, in one line."""
        return " ".join(text for text, _ in self.texts)
