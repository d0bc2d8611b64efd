"""NatSpec of the artifacts, and docstrings made of it. Pure."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from .naming import snake_case

_WIDTH = 112

#: An entry of an ABI, or one of its parameters.
Entry: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Doc:
    """NatSpec of one thing."""

    notice: str = ""
    details: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    returns: Mapping[str, str] = field(default_factory=dict)


def signature(entry: Entry) -> str:
    """`agreeOrder((bytes32,…),bytes)`: what a selector is the hash of."""
    return f"{entry['name']}({','.join(abi_type(item) for item in entry['inputs'])})"


def abi_type(item: Entry) -> str:
    """The canonical type: structs as tuples."""
    if not item["type"].startswith("tuple"):
        return str(item["type"])
    return f"({','.join(abi_type(part) for part in item['components'])}){item['type'].removeprefix('tuple')}"


def read_docs(artifact: Entry) -> dict[tuple[str, str], Doc]:
    """The NatSpec of an artifact by kind (methods, events, errors) and signature."""
    user, developer = artifact["userdoc"], artifact["devdoc"]
    docs = {}
    for kind in ("methods", "events", "errors"):
        written: dict[str, Any] = {}
        for source in (user, developer):
            for name, text in source.get(kind, {}).items():
                for part in text if isinstance(text, list) else [text]:
                    written.setdefault(name, {}).update(part)
        for name, text in written.items():
            docs[kind, name] = Doc(
                line(text.get("notice", "")),
                line(text.get("details", "")),
                {key: line(value) for key, value in text.get("params", {}).items()},
                {key: line(value) for key, value in text.get("returns", {}).items()},
            )
    return docs


def doc_of(docs: Mapping[tuple[str, str], Doc], kind: str, entry: Entry) -> Doc:
    """The NatSpec of an entry, which calls its parameters by their names in Python."""
    doc = docs.get((kind, signature(entry)), Doc())
    names = {item["name"] for item in (*entry["inputs"], *entry.get("outputs", ())) if item["name"]}

    def renamed(text: str) -> str:
        return re.sub(r"`(\w+)`", lambda found: f"`{snake_case(found[1])}`" if found[1] in names else found[0], text)

    return replace(doc, notice=renamed(doc.notice), details=renamed(doc.details))


def line(text: str) -> str:
    """The text in one line."""
    return " ".join(text.split())


def parameter_notes(doc: Doc, solidity: Sequence[str], python: Sequence[str]) -> list[str]:
    """The paragraph that says what the parameters are, where the NatSpec does."""
    notes = [
        f"{name}: {doc.parameters[item]}" for item, name in zip(solidity, python, strict=True) if item in doc.parameters
    ]
    return ["\n".join(notes)] if notes else []


def type_paragraphs(text: str, name: str, solidity: Sequence[str], python: Sequence[str]) -> list[str]:
    """Paragraphs of a struct's or enum's NatSpec."""
    written: dict[str, str] = {}
    tag = "notice"
    for line in text.splitlines():
        words = line.strip().split(maxsplit=2)
        if words and words[0] == "@param" and len(words) > 1:
            tag = words[1].rstrip(",")
            line = words[2] if len(words) > 2 else ""
        elif words and words[0].startswith("@"):
            tag = "details" if words[0] == "@dev" else "notice"
            line = line.strip().partition(" ")[2]
        written[tag] = f"{written.get(tag, '')} {line.strip()}".strip()
    fields = [
        f"{field}: {written[original]}" for original, field in zip(solidity, python, strict=True) if original in written
    ]
    return [written.get("notice") or f"Solidity: `{name}`.", written.get("details", ""), "\n".join(fields)]


def docstring(paragraphs: Iterable[str], indent: int) -> str:
    """A docstring of paragraphs, each wrapped; empty ones are left out."""
    space = " " * indent
    blocks = []
    for paragraph in paragraphs:
        lines = [
            wrapped
            for line in paragraph.splitlines()
            for wrapped in textwrap.wrap(line, _WIDTH - indent, break_long_words=False, break_on_hyphens=False)
        ]
        if lines:
            blocks.append("\n".join(space + line for line in lines).strip())
    text = f"\n\n{space}".join(blocks).replace("\\", "\\\\").replace('"""', "'''")
    if text.endswith('"'):
        text += " "
    return f'{space}"""{text}{chr(10) + space if chr(10) in text else ""}"""'


def first_sentence(text: str) -> str:
    """The first sentence without its full stop; a long one without what a colon adds."""
    sentence = re.split(r"\. (?=[A-Z])", text, maxsplit=1)[0].removesuffix(".")
    return sentence.split(": ", 1)[0] if len(sentence) > 100 else sentence
