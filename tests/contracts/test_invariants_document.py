"""contracts/INVARIANTS.md and the tests it names, compared: neither has what the other doesn't."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "contracts/INVARIANTS.md"
FORGE = ROOT / "tests/contracts/forge"
SYMBOLIC = ROOT / "tests/contracts/symbolic"

ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
CONTRACT = re.compile(r"^(?:abstract )?contract (\w+)", re.MULTILINE)
FUNCTION = re.compile(r"^ +function (\w+)\(", re.MULTILINE)


def rows() -> list[tuple[int, str, str, str]]:
    """Number, sentence, places and tests of each invariant."""
    found = ROW.findall(DOCUMENT.read_text("utf-8"))
    return [(int(number), sentence, places, tests) for number, sentence, places, tests in found]


def functions(folder: Path) -> set[str]:
    """Contract.function of all Solidity below a folder."""
    names: set[str] = set()
    for path in folder.rglob("*.sol"):
        parts = CONTRACT.split(path.read_text("utf-8"))
        for contract, body in zip(parts[1::2], parts[2::2], strict=True):
            names.update(f"{contract}.{function}" for function in FUNCTION.findall(body))
    return names


def named(text: str) -> set[str]:
    """What stands between backticks."""
    return set(re.findall(r"`([^`]+)`", text))


def test_invariants_are_numbered_without_a_gap() -> None:
    numbers = [number for number, *_ in rows()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 25


def test_each_is_a_sentence_with_a_place_and_a_test() -> None:
    for number, sentence, places, tests in rows():
        assert sentence.endswith("."), number
        assert places.strip(), number
        assert named(tests), number


def test_places_exist() -> None:
    paths = {path for *_, places, _ in rows() for path in named(places) if path.endswith(".sol")}
    assert not [path for path in sorted(paths) if not (ROOT / "contracts" / path).is_file()]


def test_tests_named_exist() -> None:
    solidity = functions(FORGE) | functions(SYMBOLIC)
    missing = []
    for name in sorted(named(DOCUMENT.read_text("utf-8"))):
        path, _, function = name.partition("::")
        if function:
            if f"def {function}(" not in (ROOT / path).read_text("utf-8"):
                missing.append(name)
        elif re.fullmatch(r"[A-Z]\w+\.\w+", name) and name != "Handler.move" and name not in solidity:
            missing.append(name)
    assert not missing


def test_every_invariant_function_is_named() -> None:
    held = {name for name in functions(FORGE) if re.match(r"(invariant|holds)_", name.partition(".")[2])}
    assert held
    assert not sorted(held - named(DOCUMENT.read_text("utf-8")))


def test_numbers_that_a_broken_invariant_is_reported_by() -> None:
    reported = {
        int(number)
        for path in (FORGE / "invariants").glob("*.sol")
        for number in re.findall(r'"(\d+): ', path.read_text("utf-8"))
    }
    assert reported == {number for number, *_ in rows()}
