"""The carriers' file is checked on loading."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from quaychain.oracles.dcsa.carriers import load_carriers
from quaychain.oracles.intake.settings_file import SourceFileError

SUBSCRIPTION = {"id": "b80d923d-e8ac-4c34-9506-55d3de347034", "secretFiles": ["secret"]}
POLL = {"url": "https://carrier.example/v2/events", "headerFiles": {"Consumer-Key": "key"}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret").write_text(b64encode(bytes(range(32))).decode() + "\n")
    (tmp_path / "short").write_text(b64encode(bytes(31)).decode())
    (tmp_path / "key").write_text("abc\n")
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "open").write_text("abc")
    for file in tmp_path.iterdir():
        file.chmod(0o644 if file.name == "open" else 0o600)
    return tmp_path


def write(folder: Path, *carriers: Any) -> Path:
    path = folder / "carriers.json"
    path.write_text(json.dumps({"carriers": carriers}))
    return path


def test_secrets_and_headers_are_read_from_files_beside_it(folder: Path) -> None:
    carriers = load_carriers(write(folder, {"name": "MAEU", "subscriptions": [SUBSCRIPTION], "poll": POLL}))
    (subscribed,) = carriers.subscriptions.values()
    assert (subscribed.carrier, subscribed.secrets) == ("MAEU", (bytes(range(32)),))
    assert carriers.polls[0].headers == {"Consumer-Key": "abc"}


@pytest.mark.parametrize(
    ("carriers", "reason"),
    [
        ([{"name": "A"}], "neither subscriptions nor a poll"),
        ([{"name": "A B", "poll": POLL}], "name"),
        ([{"name": "A", "poll": POLL | {"colour": 1}}], "colour"),
        ([{"name": "A", "poll": POLL | {"url": "ftp://x"}}], "url"),
        ([{"name": "A", "poll": POLL | {"since": "yesterday"}}], "since"),
        ([{"name": "A", "poll": POLL | {"parameters": {"sort": "x"}}}], "sort is set by the poll"),
        ([{"name": "A", "poll": POLL}, {"name": "A", "poll": POLL}], "twice"),
        ([{"name": "A", "subscriptions": [SUBSCRIPTION, SUBSCRIPTION]}], "twice"),
        ([{"name": "A", "subscriptions": [SUBSCRIPTION | {"secretFiles": ["short"]}]}], "31 bytes"),
        ([{"name": "A", "subscriptions": [SUBSCRIPTION | {"secretFiles": ["key"]}]}], "Base64"),
        ([{"name": "A", "subscriptions": [SUBSCRIPTION | {"secretFiles": ["empty"]}]}], "empty"),
        ([{"name": "A", "subscriptions": [SUBSCRIPTION | {"secretFiles": ["none"]}]}], "No such file"),
        ([{"name": "A", "poll": POLL | {"headerFiles": {"Consumer-Key": "open"}}}], "others may read it"),
        ([], "carriers"),
    ],
)
def test_what_is_wrong_with_it_is_said(folder: Path, carriers: list[Any], reason: str) -> None:
    with pytest.raises(SourceFileError, match=reason):
        load_carriers(write(folder, *carriers))


def test_a_file_that_is_no_json_or_not_there_is_said(folder: Path) -> None:
    (folder / "x.json").write_text('{"carriers":1,"carriers":2}')
    for name in ("x.json", "none.json"):
        with pytest.raises(SourceFileError, match=name):
            load_carriers(folder / name)
