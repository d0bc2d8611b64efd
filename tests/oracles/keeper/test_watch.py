"""The watch file is checked whole when it is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quaychain.oracles.keeper.watch import WatchFileError, read_watch

CIRCLE = {"center": {"latitude": 51.95, "longitude": 4.02}, "radius": 1500}
WHOLE: dict[str, Any] = {
    "certificates": {"warnDays": [60, 7]},
    "arrivals": [
        {"name": "sts-1", "order": "ab" * 32, "milestone": "cd" * 32, "things": ["imo:1"], "places": ["NLRTM"]}
    ],
    "fences": [{"name": "quay", "circle": CIRCLE}],
    "availability": {"patience": 600},
    "targets": [
        {"name": "ops", "url": "https://ops.example/hook", "secretFile": "ops.secret"},
        {"name": "log", "file": "alerts.jsonl"},
    ],
}


def written(folder: Path, value: Any) -> Path:
    path = folder / "watch.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return path


def test_a_whole_file_is_read_and_its_paths_are_from_its_folder(tmp_path: Path) -> None:
    watch = read_watch(written(tmp_path, WHOLE))
    assert watch.certificates is not None and watch.certificates.warn_days == (60, 7)
    assert watch.targets[0].secret_file == tmp_path / "ops.secret"
    assert watch.targets[1].file == tmp_path / "alerts.jsonl"
    assert watch.fences[0].margin == 50 and watch.availability is not None and watch.availability.tries == 3
    empty = read_watch(written(tmp_path, {}))
    assert empty.certificates is None and empty.availability is None


def test_the_readmes_example_is_one(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[3] / "oracles" / "README.md").read_text()
    (example,) = [block for block in readme.split("```json\n")[1:] if block.startswith('{"certificates"')]
    watch = read_watch(written(tmp_path, example.split("```")[0].replace("<64 hex>", "ab" * 32)))
    assert [each.name for each in (*watch.arrivals, *watch.fences, *watch.targets)] == [
        "sts-1",
        "harbour",
        "ops",
        "log",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"fence": []},
        {"fences": WHOLE["fences"] * 2},
        {"targets": [{"name": "x"}]},
        {"targets": [{"name": "x", "url": "https://x"}]},
        {"targets": [{"name": "x", "url": "ftp://x", "secretFile": "y"}]},
        {"targets": [{"name": "x", "file": "y", "secretFile": "z"}]},
        {"arrivals": [WHOLE["arrivals"][0] | {"order": "0x" + "ab" * 32}]},
        {"arrivals": [WHOLE["arrivals"][0] | {"things": []}]},
        {"certificates": {"warnDays": [0]}},
        {"availability": {"tries": 0}},
        {"fences": [{"name": "q", "circle": CIRCLE | {"radius": -1}}]},
    ],
)
def test_what_is_wrong_is_one_line(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(WatchFileError) as caught:
        read_watch(written(tmp_path, WHOLE | changes))
    assert "\n" not in str(caught.value) and "watch.json" in str(caught.value)


def test_what_is_no_json_or_not_there_is_one_line(tmp_path: Path) -> None:
    for path in (written(tmp_path, '{"fences":[],"fences":[]}'), tmp_path / "none.json", written(tmp_path, "[]")):
        with pytest.raises(WatchFileError):
            read_watch(path)
