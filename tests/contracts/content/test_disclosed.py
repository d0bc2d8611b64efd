"""Content classes become disclosed fields, and back into a tree."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.content.disclosed import disclosed, fields_of, tree, value_at
from quaychain.contracts.content.order import milestone_code
from quaychain.contracts.content.part_list import PartContent, PartListContent
from quaychain.contracts.sealing.fields import DisclosureClass

_names = st.text(alphabet="abcdefghij", min_size=1, max_size=4)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str = disclosed(DisclosureClass.TECHNICAL)


@dataclass(frozen=True, slots=True)
class _Sheet:
    title: str = disclosed(DisclosureClass.PARTIES)
    tags: tuple[str, ...] = disclosed(DisclosureClass.PARTIES)
    lines: tuple[_Line, ...] = ()


@dataclass(frozen=True, slots=True)
class _Undeclared:
    title: str


def _part(key: str) -> PartContent:
    return PartContent(key, "Brake", "urn:epc:id:cpi:9520007.X.1", "brake", "X", "1", "B2411", "843149")


def test_every_attribute_becomes_a_field_of_its_class() -> None:
    fields = fields_of(_Sheet("A", ("x", "y"), (_Line("one"),)))
    assert [(f.path, f.disclosure_class, f.value) for f in fields] == [
        ("title", DisclosureClass.PARTIES, "A"),
        ("tags/0", DisclosureClass.PARTIES, "x"),
        ("tags/1", DisclosureClass.PARTIES, "y"),
        ("lines/0/text", DisclosureClass.TECHNICAL, "one"),
    ]


def test_an_item_with_a_key_is_found_by_it() -> None:
    fields = tree(fields_of(PartListContent((_part("aa"), _part("bb")))))
    assert value_at(fields, "parts/bb/lot") == "B2411"
    assert value_at(fields, "parts/bb/key") is None, "the key stands in the path only"


def test_an_attribute_without_a_class_is_refused() -> None:
    with pytest.raises(TypeError, match="title has no disclosure class"):
        fields_of(_Undeclared("A"))


def test_a_value_that_is_not_readable_is_absent() -> None:
    assert value_at({"order": {"ref": "Q"}}, "order/price") is None
    assert value_at({"order": "Q"}, "order/price") is None


@given(st.dictionaries(_names, st.integers(), max_size=5))
def test_a_tree_keeps_every_value(values: dict[str, int]) -> None:
    @dataclass(frozen=True)
    class Flat:
        path: str
        value: int

    fields = [Flat(f"top/{name}", number) for name, number in values.items()]
    built = tree(fields)
    assert {name: value_at(built, f"top/{name}") for name in values} == values


def test_a_value_and_a_level_of_the_same_name_are_both_kept() -> None:
    @dataclass(frozen=True)
    class Flat:
        path: str
        value: str

    assert tree([Flat("a", "v"), Flat("a/b", "w")]) == {"a": {"": "v", "b": "w"}}
    assert tree([Flat("a/b", "w"), Flat("a", "v")]) == {"a": {"": "v", "b": "w"}}


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_a_milestone_code_depends_on_the_salt(one: bytes, other: bytes) -> None:
    assert (milestone_code(one, "M14") == milestone_code(other, "M14")) == (one == other)
    assert milestone_code(one, "M14") != milestone_code(one, "M15")
