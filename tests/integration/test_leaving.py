"""A member on its way out, by its own will and by vote, with everything it had, on a real anvil."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from quaychain.contracts.bindings.access_manager import AccessManager
from quaychain.contracts.bindings.device_registry import DeviceRegistry
from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.bindings.record_registry import RecordRegistry
from quaychain.contracts.bindings.types import (
    AccountPurpose,
    CodeList,
    DocumentType,
    GrantStatus,
    MemberStatus,
    Publication,
    Seat,
)
from quaychain.contracts.sealing.fields import DisclosureClass
from quaychain.contracts.sealing.wraps import Wrap
from quaychain.contracts.stores.wraps import DirectoryWrapStore
from quaychain.contracts.types import Call, to_address
from quaychain.node.governance import members
from quaychain.node.governance.decisions import Support
from quaychain.node.governance.departing import (
    Expulsion,
    NotClosedError,
    close_own,
    contracts_of,
    erase_wraps,
    go,
    may_close_own,
    put_out,
)
from quaychain.node.governance.departure import read_departure
from quaychain.node.governance.follow import wait_by_moving
from quaychain.node.governance.leaving import Item, Progress, checklist, is_closed
from quaychain.node.governance.proposals import Proposals
from quaychain.scripts.main import main
from tests.integration.governed import Governed, governed_chain

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("anvil") is None, reason="anvil is not installed: start through ./qc"),
]
LEAVER, OTHER = 3, 1


@dataclass(frozen=True)
class Belongings:
    """What the leaver has when it goes."""

    device: bytes
    record: bytes
    commitment: bytes
    own_stream: bytes
    held_stream: bytes


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Governed]:
    with governed_chain(tmp_path_factory.mktemp("governed")) as governed:
        yield governed


@pytest.fixture
def governed(running: Governed) -> Iterator[Governed]:
    for folder in ("test-outboxes", "outboxes", "cards/accepted"):
        shutil.rmtree(running.folder / folder, ignore_errors=True)
    with running.undone():
        yield running


@pytest.fixture
def belongings(governed: Governed) -> Belongings:
    """A device, a grant, a stream of its own with a standby, and another's stream that it holds as a standby."""
    consortium = governed.consortium
    anchor, devices = consortium.contract(EventAnchor), consortium.contract(DeviceRegistry)
    records = consortium.contract(RecordRegistry)
    have = Belongings(*(os.urandom(32) for _ in range(5)))
    leaver = governed.keys[LEAVER].member
    governed.act(LEAVER, AccountPurpose.OPERATIONS, devices.register(have.device, os.urandom(32), 0, 0))
    publication = Publication(
        have.record, DocumentType(CodeList.UNTDID1001, 380, 0), bytes(32), os.urandom(32), os.urandom(32), 0x55,
        consortium.reader.now(), 0, have.commitment,
    )  # fmt: skip
    governed.act(LEAVER, AccountPurpose.OPERATIONS, records.publish(publication))
    governed.act(LEAVER, AccountPurpose.ORACLE, anchor.open_stream(have.own_stream, os.urandom(32)))
    allow = anchor.set_standby(have.own_stream, governed.keys[OTHER].member, True)
    governed.act(LEAVER, AccountPurpose.OPERATIONS, allow)
    governed.act(OTHER, AccountPurpose.ORACLE, anchor.open_stream(have.held_stream, os.urandom(32)))
    governed.act(OTHER, AccountPurpose.OPERATIONS, anchor.set_standby(have.held_stream, leaver, True))
    wait_by_moving(consortium)(consortium.reader.now() + 4_000)
    oracle = governed.keys[LEAVER].account(AccountPurpose.ORACLE, b"password").address
    governed.act(LEAVER, AccountPurpose.ORACLE, anchor.take_over(have.held_stream, 2, oracle))
    return have


def items_of(governed: Governed, member: int = LEAVER) -> tuple[Item, ...]:
    departure = read_departure(governed.consortium, governed.keys[member].member)
    return checklist(departure, contracts_of(governed.consortium), None, frozenset())


def left(governed: Governed) -> list[str]:
    return [item.kind for item in items_of(governed) if item.progress is Progress.LEFT and item.kind != "readers"]


def vote_all(governed: Governed, voters: tuple[int, ...]) -> None:
    """Everybody but the accused votes for all that is open, and its time passes."""
    proposals, wait = Proposals(governed.consortium), wait_by_moving(governed.consortium)
    found = [proposal for proposal, _ in proposals.open()]
    wait(max(proposal.vote_start for proposal in found) + 1)
    for voter in voters:
        for proposal in found:
            governed.decisions(voter).vote(proposal, Support.FOR)
    wait(max(proposal.vote_end for proposal in found) + 1)


def entry_of_another(governed: Governed) -> Call:
    """A second validator of member 0's, as another's is to enter before one leaves at four."""
    return governed.consortium.root.add_validator(to_address(os.urandom(20)), governed.keys[0].member)


def test_a_member_that_has_nothing_but_its_membership(governed: Governed) -> None:
    assert [item.kind for item in items_of(governed, 4) if item.progress is Progress.LEFT] == ["membership", "readers"]


def test_by_its_own_will(governed: Governed, belongings: Belongings) -> None:
    consortium = governed.consortium
    wait = wait_by_moving(consortium)
    leaver = governed.keys[LEAVER].member
    assert left(governed) == ["validator", "validator", "lease", "lease", "grant", "device", "membership"]
    decisions = governed.decisions(LEAVER)
    departure = read_departure(consortium, leaver)
    assert may_close_own(decisions, departure)
    assert not may_close_own(governed.decisions(0), departure)
    governed.decide(governed.decisions(0).propose([entry_of_another(governed)]))

    operations = governed.sender(LEAVER, AccountPurpose.OPERATIONS)
    assert len(list(close_own(consortium, read_departure(consortium, leaver), operations))) == 3
    # Again, after a crash say: nothing is left of it.
    assert not list(close_own(consortium, read_departure(consortium, leaver), operations))
    assert (
        consortium.reader.read(
            consortium.contract(RecordRegistry).grant_of(belongings.record, 1, belongings.commitment)
        ).status
        is GrantStatus.ENDED
    )
    said = list(go(consortium, decisions, read_departure(consortium, leaver), final=True))
    assert said[0].startswith("proposed: remove validator")
    assert len(said) == 1
    said = list(go(consortium, decisions, read_departure(consortium, leaver), final=True))
    assert said[0].endswith("is pending")
    vote_all(governed, (0, 1, 2))
    (line,) = go(consortium, decisions, read_departure(consortium, leaver), final=True)
    assert line.endswith("is queued")
    wait(consortium.reader.now() + 172_801)
    said = list(go(consortium, decisions, read_departure(consortium, leaver), final=False))
    assert said[0].endswith("is executed")
    assert left(governed) == ["lease", "membership"]  # the other's stream
    assert list(go(consortium, decisions, read_departure(consortium, leaver), final=True)) == [
        "the member has left for good"
    ]
    assert consortium.member(leaver).status is MemberStatus.LEFT
    # What it holds of another's, its owner takes back.
    assert left(governed) == ["lease"]
    anchor = consortium.contract(EventAnchor)
    oracle = governed.keys[OTHER].account(AccountPurpose.ORACLE, b"password").address
    governed.act(OTHER, AccountPurpose.ORACLE, anchor.take_over(belongings.held_stream, 3, oracle))
    assert is_closed(items_of(governed))


def test_who_would_leave_with_things_open_is_stopped(governed: Governed, belongings: Belongings) -> None:
    """A query member would be out at once."""
    devices = governed.consortium.contract(DeviceRegistry)
    governed.act(4, AccountPurpose.OPERATIONS, devices.register(os.urandom(32), os.urandom(32), 0, 0))
    member = governed.keys[4].member
    # Its Governance account votes on nothing, but leaves by itself.
    decisions = governed.decisions(4)
    with pytest.raises(NotClosedError, match="1 things are left"):
        list(go(governed.consortium, decisions, read_departure(governed.consortium, member), final=True))
    assert governed.consortium.member(member).status is MemberStatus.ACTIVE
    assert belongings.device


def test_by_vote_all_is_proposed_side_by_side(governed: Governed, belongings: Belongings) -> None:
    consortium = governed.consortium
    wait, leaver = wait_by_moving(consortium), governed.keys[LEAVER].member
    manager = consortium.contract(AccessManager)
    account = governed.keys[LEAVER].account(AccountPurpose.OPERATIONS, b"password").address
    governed.decide(governed.decisions(0).propose([manager.grant_role(7, account, 0)]))
    expulsion = Expulsion(5, True, entry_of_another(governed))

    def step() -> list[str]:
        return list(put_out(consortium, governed.decisions(0), read_departure(consortium, leaver), expulsion))

    said = step()
    assert [line.partition(" 0x")[0] for line in said] == [
        "proposed: suspend member", "proposed: add validator", "proposed: remove validator",
        "proposed: take role 7 from", "proposed: put member",
    ]  # fmt: skip
    assert all(line.endswith("is pending") for line in step())
    vote_all(governed, (0, 1, 2))
    assert all(line.endswith("is queued") for line in step())
    wait(consortium.reader.now() + 172_801)
    # One after the other, as one change of the set a block and the order of things allow.
    for _ in range(3):
        wait(consortium.reader.now() + 1)
        said = step()
    departure = read_departure(consortium, leaver)
    assert departure.member.status is MemberStatus.LEFT, said
    assert not departure.roles
    assert not departure.validators
    stuck = [item.kind for item in items_of(governed) if item.progress is Progress.STUCK]
    assert stuck == ["lease", "grant", "device"]
    assert set(left(governed)) == {"lease"}
    assert not step()


def test_the_command_prints_the_checklist(governed: Governed, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--node", str(governed.folder), "--rpc", governed.rpc.url]
    keys = ["--keys", str(governed.keys[5].folder), "--password-file", str(governed.password_file)]
    assert main(["node", "members", "out", "Member 5", *place]) == 1
    assert "left   membership  it is active  by the member itself (--final), or a vote" in capsys.readouterr().out
    assert main(["node", "members", "out", "Member 5", *place, *keys, "--final"]) == 0
    printed = capsys.readouterr().out
    assert "the member has left for good" in printed
    assert "done   membership  it is out for good" in printed


def test_only_who_asks_for_it_puts_another_out(
    governed: Governed, belongings: Belongings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--node", str(governed.folder), "--rpc", governed.rpc.url]
    keys = ["--keys", str(governed.keys[1].folder), "--password-file", str(governed.password_file)]
    assert main(["node", "members", "out", "Member 3", *place, *keys, "--wraps", str(tmp_path)]) == 1
    assert f"0 wrapped keys erased in {tmp_path}" in capsys.readouterr().out
    assert not list(Proposals(governed.consortium).open())
    assert main(["node", "members", "out", "Member 3", *place, *keys, "--by-vote", "--reason", "4", "--json"]) == 1
    printed = capsys.readouterr()
    shown = json.loads(printed.out)
    assert printed.err.count("proposed: ") == 2
    assert not shown["closed"]
    noted = [item["note"] for item in shown["items"] if item["kind"] in ("validator", "membership")]
    assert noted[0] == "--replacement"
    assert all(note.endswith(", pending") for note in noted[1:])
    assert belongings.record


def test_an_issuer_erases_what_it_wrapped_for_the_leaver(
    governed: Governed, belongings: Belongings, tmp_path: Path
) -> None:
    """Of its own records, for this reader alone."""
    store = DirectoryWrapStore(tmp_path)
    leaver, reader = governed.keys[LEAVER].member, governed.keys[4].member
    wraps = [
        Wrap(belongings.record, 1, DisclosureClass.PARTIES, member, 1, os.urandom(32), os.urandom(32))
        for member in (leaver, reader)
    ]
    store.put(wraps)
    assert erase_wraps(governed.consortium, governed.keys[0].member, reader, store) == 0
    assert erase_wraps(governed.consortium, leaver, reader, store) == 1
    assert [wrap.member for wrap in store.list(belongings.record, 1)] == [leaver]


def test_a_seat_alone_is_nothing_to_take_out(governed: Governed) -> None:
    """A second validator may enter: two of one member are reported as two."""
    consortium = governed.consortium
    keys, card = governed.new_member("double", Seat.ACCOUNTING, 32_000)
    governed.decide(governed.decisions(0).propose([members.admission(consortium, card)]))
    governed.decide(governed.decisions(0).propose([members.entry(consortium, card)]))
    governed.decide(
        governed.decisions(0).propose([consortium.root.add_validator(to_address(os.urandom(20)), keys.member)])
    )
    departure = read_departure(consortium, keys.member)
    assert len(departure.validators) == 2
    items = checklist(departure, contracts_of(consortium), None, frozenset())
    assert [item.kind for item in items].count("validator") == 2
