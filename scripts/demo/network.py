"""Take the place of a local network's members: its four are the scenario's accounting members (I/O)."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass

from quaychain.contracts.bindings.types import Seat
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.files import write_atomic
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.types import to_address
from quaychain.node.card import MemberCard
from quaychain.node.local.network import LocalNetwork
from quaychain.node.permissions.besu import BesuPermissions

from ..wiring.home import Home
from .cast import CAST
from .consortium import password_file

#: Days on which members do something, and the seconds that it takes on a chain with a block a second. The first has the
#: founding's end, rule books, order, guarantees, sub-orders, makers and parts.
WORKING_DAYS: tuple[tuple[int, float], ...] = (
    (-2, 66.0),
    (0, 6.0),
    (44, 4.0),
    (59, 4.0),
    (89, 4.0),
    (99, 6.0),
    (120, 10.0),
    (188, 5.0),
    (189, 6.0),
    (199, 5.0),
    (205, 12.0),
    (214, 4.0),
    (224, 4.0),
    (225, 4.0),
    (230, 40.0),
    (264, 4.0),
    (308, 6.0),
    (311, 6.0),
    (316, 10.0),
    (317, 6.0),
    (318, 8.0),
    (320, 12.0),
    (360, 6.0),
    (382, 12.0),
    (383, 6.0),
    (390, 10.0),
    (391, 8.0),
    (394, 6.0),
    (424, 5.0),
    (428, 4.0),
    (430, 8.0),
    (640, 14.0),
    (646, 12.0),
    (750, 6.0),
)
#: Seconds of every other day.
IDLE_DAY = 0.04
FIRST_DAY = -2.0


@dataclass
class UnsuitableNetworkError(QuaychainError):
    """A network whose members are not those of the scenario."""

    folder: str
    reason: str

    def __str__(self) -> str:
        return f"the scenario can't be told on {self.folder}: {self.reason}"


@dataclass
class AccountsNotAllowedError(QuaychainError):
    """A node's allowlist did not follow the installation."""

    url: str
    missing: int

    def __str__(self) -> str:
        return f"{self.url} still refuses {self.missing} of the members' accounts: does its supervisor run?"


def wait_until_permitted(rpc: Rpc, cards: Sequence[MemberCard], patience: float = 60.0) -> None:
    """Wait until a node takes all members' transactions: its supervisor follows the registry within two blocks.

    Raises AccountsNotAllowedError after `patience` seconds, PermissioningOffError, RpcUnreachableError.
    """
    accounts = {to_address(account.address) for card in cards for account in card.card.accounts}
    deadline = time.monotonic() + patience
    while missing := accounts - set(BesuPermissions(rpc).read().accounts):
        if time.monotonic() > deadline:
            raise AccountsNotAllowedError(rpc.url, len(missing))
        time.sleep(0.5)


def adopt(home: Home, network: LocalNetwork) -> None:
    """Put the network's charter, and its members' keys and cards, in the place of the scenario's accounting members'.

    Safe to repeat. Raises UnsuitableNetworkError.
    """
    ours = [cast for cast in CAST if cast.seat is Seat.ACCOUNTING]
    theirs = [member for member in network.members if member.seat is Seat.ACCOUNTING]
    if [member.kind for member in theirs] != [cast.kind for cast in ours]:
        wanted = ", ".join(cast.kind.name.lower() for cast in ours)
        raise UnsuitableNetworkError(str(network.root), f"it wants four validators, of {wanted}, as `node local` makes")
    if network.deployment.exists() and not home.deployment.exists():
        raise UnsuitableNetworkError(str(network.root), "its contracts are installed already, for other members")
    for cast, member in zip(ours, theirs, strict=True):
        folder = home.keys / cast.key
        if not (folder / "member.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
            # With the modes of the files, 0600.
            shutil.copytree(network.member_keys(member.key).folder, folder)
        write_atomic(password_file(home, cast.key), network.password_file(member.key).read_bytes(), mode=0o600)
        write_atomic(home.chain / "cards" / f"{cast.key}.json", (network.cards / f"{member.key}.json").read_bytes())
    write_atomic(home.chain / "charter.json", network.charter.read_bytes())
