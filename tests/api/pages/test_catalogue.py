from __future__ import annotations

import re
from importlib import resources

import pytest
from babel.messages.pofile import read_po

from quaychain.api.pages.language import Catalogue, read_catalogue

from .messages import Message, all_messages

_PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: The same in both languages.
_SAME = {"CID", "%(who)s：%(state)s。"}


@pytest.fixture(scope="module")
def chinese() -> Catalogue:
    return read_catalogue("zh")


@pytest.fixture(scope="module")
def messages() -> set[Message]:
    return all_messages()


def _key(message: Message) -> str | tuple[str, str]:
    context, text, _ = message
    return (context, text) if context else text


def test_every_message_is_translated(chinese: Catalogue, messages: set[Message]) -> None:
    assert len(messages) > 600
    missing = sorted(str(_key(each)) for each in messages if not chinese.messages.get(_key(each)))
    assert not missing, f"add to api/locale/zh/LC_MESSAGES/quaychain.po: {missing}"


def test_translations_are_chinese(chinese: Catalogue) -> None:
    english = [text for text in chinese.messages.values() if not _CHINESE.search(text) and text not in _SAME]
    assert not english


def test_translations_keep_their_placeholders(chinese: Catalogue, messages: set[Message]) -> None:
    for message in messages:
        _, text, plural = message
        wanted = sorted(_PLACEHOLDER.findall(plural or text))
        assert sorted(_PLACEHOLDER.findall(chinese.messages[_key(message)])) == wanted, message


def test_nothing_is_translated_that_no_page_says(chinese: Catalogue, messages: set[Message]) -> None:
    assert set(chinese.messages) - {_key(each) for each in messages} == set()


def test_the_catalogue_is_one_that_gettext_tools_accept() -> None:
    path = resources.files("quaychain.api") / "locale" / "zh" / "LC_MESSAGES" / "quaychain.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale="zh", abort_invalid=True)
    assert catalogue.num_plurals == 1
    errors = [(message.id, list(message.check(catalogue))) for message in catalogue if message.id]
    assert not [error for error in errors if error[1]]
