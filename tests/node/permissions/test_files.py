"""Before a start, a permissions file that a crash damaged is made anew from the cards."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from quaychain.node.machine.allowlists import Allowlists
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.permissions.files import PermissionsNotWrittenError, restore_permissions, write_or_say
from tests.node.conftest import Founding
from tests.node.permissions.test_sync import enode


class Folder(NodeFolder):
    """A node's folder whose settings say only where it is."""

    def read_settings(self) -> Any:
        return SimpleNamespace(enode=enode(1))


@pytest.fixture
def folder(founding: Founding, tmp_path: Path) -> Folder:
    made = Folder(tmp_path)
    made.later_cards.mkdir(parents=True)
    for number, card in enumerate(founding.cards[:3]):
        (made.cards / f"{number}.json").write_bytes(card.as_file())
    newcomer = founding.cards[4]
    (made.later_cards / f"{newcomer.card.member.hex()}-1.json").write_bytes(newcomer.as_file())
    return made


@pytest.mark.parametrize("damage", [None, b"", b"nodes-allowlist=[]\n", b"nodes-allowlist=[", b"\xff"])
def test_what_a_crash_left_is_made_anew(folder: Folder, founding: Founding, damage: bytes | None) -> None:
    if damage is not None:
        folder.permissions.write_bytes(damage)
    assert restore_permissions(folder)
    expected = Allowlists.of_cards(card.card for card in (*founding.cards[:3], founding.cards[4]))
    assert Allowlists.parse(folder.permissions.read_bytes(), "file") == Allowlists.of(
        [*expected.nodes, enode(1)], expected.accounts
    )
    assert not restore_permissions(folder)


def test_a_whole_file_stays_as_it_is(folder: Folder) -> None:
    lists = Allowlists.of([enode(1), enode(2)], [])
    folder.permissions.write_bytes(lists.permissions())
    assert not restore_permissions(folder)
    assert folder.permissions.read_bytes() == lists.permissions()


def test_a_place_that_takes_no_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PermissionsNotWrittenError, match="can't be written"):
        write_or_say(tmp_path / "file" / "permissions.toml", b"")
