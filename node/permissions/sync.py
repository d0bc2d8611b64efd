"""Keep a node's allowlists, in its files and in the running Besu, equal to what members decided (I/O).

Nothing is removed while the node's head is older than a few minutes.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import RpcUnreachableError
from quaychain.contracts.types import Address, BlockHead

from ..governance.cards import KnownCards, read_known_cards
from ..governance.consortium import Consortium
from ..machine.allowlists import Allowlists, PermissionsFileError
from ..machine.folder import NodeFolder
from .besu import BesuPermissions, Difference, difference
from .files import write_or_say
from .standing import StandingReader
from .wanted import Wanted, wanted_permissions

_NOTHING = Allowlists((), ())
#: Seconds that the head may be behind this machine's clock for what it says to count as today's.
_RECENT = 300


@dataclass
class PermissionsNotTakenError(QuaychainError):
    """The node still permits others than its file says, after it was told to load it."""

    url: str
    differences: int

    def __str__(self) -> str:
        return (
            f"the node at {self.url} was told to load its permissions file, and still differs in {self.differences} "
            "entries: does it use another file?"
        )


@dataclass(frozen=True, slots=True)
class PermissionsReport:
    """What was found at a block: how file and node differ from what is wanted, and validators without a card."""

    block: int
    file: Difference
    node: Difference
    unreachable: tuple[tuple[Address, bytes], ...]

    def __bool__(self) -> bool:
        """Whether anything is not as it should be."""
        return bool(self.file or self.node or self.unreachable)


class PermissionSync:
    """One node's permissions, by its folder and its running Besu."""

    def __init__(self, folder: NodeFolder, consortium: Consortium, clock: Callable[[], float] = time.time) -> None:
        """Raises DocumentError where the folder is none of a node."""
        self._clock = clock
        self._folder = folder
        self._consortium = consortium
        self._own = folder.read_settings().enode
        self._node = BesuPermissions(consortium.rpc)
        self._standing = StandingReader(consortium)
        self._cards: KnownCards | None = None
        self._card_files: tuple[tuple[str, int, int], ...] = ()

    def compare(self) -> PermissionsReport:
        """What differs now; nothing is changed.

        Raises PermissioningOffError, AllowlistAnswerError, RpcUnreachableError, and what is wrong with cards.
        """
        head = self._consortium.reader.head()
        return self._compare(head, self._wanted(head))[0]

    def sync(self) -> PermissionsReport:
        """Make file and node equal to what is wanted; what was different before.

        Raises as `compare`, PermissionsNotTakenError, PermissionsNotWrittenError.
        """
        return self._sync(self._consortium.reader.head())

    def watch(
        self, poll: float = 0.5, ended: threading.Event | None = None
    ) -> Iterator[PermissionsReport | RpcUnreachableError]:
        """Sync at each new block until `ended`; what was different, where something was, and when the node goes away.

        Raises as `sync`, but goes on while the node can't be reached.
        """
        ended = ended or threading.Event()
        seen, away = -1, False
        while not ended.is_set():
            try:
                head = self._consortium.reader.head()
                if head.number != seen or self._cards_changed():
                    report = self._sync(head)
                    seen, away = head.number, False
                    if report:
                        yield report
            except RpcUnreachableError as error:
                # It may have started with another file meanwhile.
                self._standing.forget()
                seen = -1
                if not away:
                    away = True
                    yield error
            ended.wait(poll)

    def _sync(self, head: BlockHead) -> PermissionsReport:
        wanted = self._wanted(head)
        report, memory = self._compare(head, wanted)
        lists = wanted.lists
        if report.node:
            # Besu changes its file with its memory, if the two agree; else it is to take ours.
            agree = not difference(self._file() or _NOTHING, memory)
            if not (agree and self._node.change(report.node)):
                self._write(lists)
                self._node.reload()
            left = difference(self._node.read(), lists)
            if left:
                raise PermissionsNotTakenError(self._consortium.rpc.url, len(left.lines()))
            self._node.hang_up(report.node.remove_nodes)
            self._node.dial(node for node in report.node.add_nodes if node.public_key != self._own.public_key)
        self._write(lists)
        return report

    def _compare(self, head: BlockHead, wanted: Wanted) -> tuple[PermissionsReport, Allowlists]:
        memory = self._node.read()
        report = PermissionsReport(
            head.number,
            difference(self._file() or _NOTHING, wanted.lists),
            difference(memory, wanted.lists),
            tuple(sorted(wanted.unreachable.items())),
        )
        return report, memory

    def _wanted(self, head: BlockHead) -> Wanted:
        if self._cards is None or self._cards_changed():
            files = self._list_card_files()
            self._cards = read_known_cards(self._folder.cards, self._consortium.charter)
            self._card_files = files
        standing = self._standing.read(head)
        present = self._file()
        wanted = wanted_permissions(standing, self._cards, self._own, present)
        if present is not None and self._clock() - head.timestamp > _RECENT:
            # A node that is still catching up has yet to hear of whom it would shut out: it might be all of its peers.
            lists = wanted.lists
            both = Allowlists.of((*lists.nodes, *present.nodes), (*lists.accounts, *present.accounts))
            return Wanted(both, wanted.unreachable)
        return wanted

    def _file(self) -> Allowlists | None:
        """What the file permits; None where it is missing or damaged, as after a crash of Besu while it wrote it."""
        path = self._folder.permissions
        try:
            return Allowlists.parse(path.read_bytes(), str(path))
        except (OSError, PermissionsFileError):
            return None

    def _write(self, lists: Allowlists) -> None:
        """Write both files anew where they say something else."""
        if self._file() is None or difference(self._file() or _NOTHING, lists):
            write_or_say(self._folder.permissions, lists.permissions())
        static = lists.static_nodes(self._own.public_key)
        path = self._folder.static_nodes
        if not path.is_file() or path.read_bytes() != static:
            write_or_say(path, static)

    def _cards_changed(self) -> bool:
        return self._list_card_files() != self._card_files

    def _list_card_files(self) -> tuple[tuple[str, int, int], ...]:
        found = []
        for path in sorted(self._folder.cards.rglob("*.json")):
            state = path.stat()
            found.append((str(path), state.st_mtime_ns, state.st_size))
        return tuple(found)
