"""The encryption keys that open sealed content, from a folder of members' keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from quaychain.contracts.sealing import EncryptionKey
from quaychain.node.keys import read_password
from quaychain.node.member_keys import MemberKeys


def encryption_keys(folder: Path | None) -> Iterator[EncryptionKey]:
    """Every encryption key of every member whose folder, and `<member>.password` beside it, are there."""
    if folder is None:
        return
    for password_file in sorted(folder.glob("*.password")):
        member = MemberKeys.open(folder / password_file.stem)
        password = read_password(password_file)
        for version in range(1, member.encryption_key_version + 1):
            yield member.encryption_key(password, version)
