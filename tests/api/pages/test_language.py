from __future__ import annotations

import pytest

from quaychain.api.pages.language import Language, choose, load_languages


@pytest.fixture(scope="module")
def languages() -> tuple[Language, ...]:
    return load_languages()


@pytest.mark.parametrize(
    ("chosen", "accepted", "code", "territory"),
    [
        (None, None, "en", "GB"),
        (None, "", "en", "GB"),
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh", "CN"),
        (None, "zh-TW", "zh", "CN"),
        (None, "en-US,en;q=0.9", "en", "US"),
        (None, "en;q=0.1,zh;q=0.9", "zh", "CN"),
        (None, "de-DE,de;q=0.9", "en", "GB"),
        (None, "zh;q=0", "en", "GB"),
        (None, "zh;q=x,;;,", "en", "GB"),
        ("en", "zh-CN,en-US;q=0.5", "en", "US"),
        ("zh", "en-US", "zh", "CN"),
        ("xx", "zh-CN", "zh", "CN"),
        (None, "zh," * 10_000, "zh", "CN"),
    ],
)
def test_the_readers_choice_then_the_browsers_wish_then_english(
    languages: tuple[Language, ...], chosen: str | None, accepted: str | None, code: str, territory: str
) -> None:
    language = choose(languages, chosen, accepted)
    assert (language.code, language.locale.territory) == (code, territory)


def test_messages_with_values_and_numbers(languages: tuple[Language, ...]) -> None:
    english, chinese = choose(languages, "en", None), choose(languages, "zh", None)
    assert english("block %(number)s", number=7) == "block 7"
    assert chinese("block %(number)s", number=7) == "区块 7"
    assert [english.plural("%(num)s day", "%(num)s days", each) for each in (1, 2)] == ["1 day", "2 days"]
    assert chinese.plural("%(num)s day", "%(num)s days", 2) == "2 天"


def test_a_word_means_different_things_in_different_contexts(languages: tuple[Language, ...]) -> None:
    catalogue = choose(languages, "zh", None).catalogue
    assert catalogue.pgettext("declaration", "released") != catalogue.pgettext("guarantee", "released")
    assert catalogue.pgettext("declaration", "no such word") == "no such word"
