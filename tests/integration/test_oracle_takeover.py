"""An oracle is killed, and another account's oracle goes on with its streams, from the PostgreSQL queue they share."""

from __future__ import annotations

import time

import psycopg
import pytest

from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.proofs.anchored import event_tree
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.types import Address, to_hex
from quaychain.node.keys import RANDOM_PASSWORD, create_account
from quaychain.oracles.queue.database import open_queue
from quaychain.oracles.queue.listing import Listing
from quaychain.scripts.demo.consortium import member_keys, password

from .test_oracle_chain import Ledger, ledger, stop  # noqa: F401  the fixture

pytestmark = pytest.mark.integration


def second_account(ledger: Ledger) -> Address:  # noqa: F811
    """Another Oracle account of the maker, entered by its Governance account."""
    keys, secret = member_keys(ledger.home, "mfr"), password(ledger.home, "mfr")
    made = create_account(ledger.home.keys / "mfr" / "oracle2.json", secret, RANDOM_PASSWORD)
    signer = keys.account(AccountPurpose.GOVERNANCE, secret)
    outbox = Outbox(
        ledger.home.outbox / "governance.sqlite",
        signer.address,
        ledger.deployment.chain_id,
        ledger.deployment.genesis,
    )
    registry = ledger.deployment.contract(MemberRegistry)
    call = registry.add_account(made.address, AccountPurpose.ORACLE, 0, 0)
    TransactionSender(ledger.reader.rpc, signer, outbox, chain_id=ledger.deployment.chain_id).send(call)
    outbox.close()
    return made.address


def test_a_dead_oracles_streams_go_on(ledger: Ledger, postgresql: str) -> None:  # noqa: F811
    readers = ledger.home.oracle / "readers.json"
    readers.write_text(f'{{"technical": ["{to_hex(member_keys(ledger.home, "mfr").member)}"]}}')
    heir = second_account(ledger)

    def chain(account: str) -> list[str]:
        options = ledger.on_chain()
        options[options.index("--account") + 1] = str(ledger.home.keys / "mfr" / f"{account}.json")
        options[options.index("--transactions") + 1] = str(ledger.home.outbox / f"{account}-queue.sqlite")
        return options

    def start(account: str, *more: str):
        return ledger.start(
            "run", *chain(account), "--queue", postgresql, "--readers", str(readers), "--wraps", str(ledger.home.wraps),
            "--content", str(ledger.home.content), "--broker", f"127.0.0.1:{ledger.broker}", "--streams", "3",
            "--batch-count", "20", "--batch-age", "0.3", *more,
        )  # fmt: skip

    first = start("oracle")
    signing = [ledger.signing(name, "mfr") for name in ("pump", "brake")]
    sending = [
        ledger.start_device(*ledger.device(name, key, "mfr", 200, "--rate", "100"))
        for name, key in zip(("pump", "brake"), signing, strict=True)
    ]
    deadline = time.monotonic() + 60
    while not ledger.batches() and time.monotonic() < deadline:
        time.sleep(0.1)
    first.kill()
    first.wait()
    # The server ends the dead one's session; the queue's lease goes with it.
    shown = ""
    for _ in range(50):
        try:
            shown = ledger.once("takeover", *chain("oracle2"), "--queue", postgresql)
            break
        except AssertionError:
            time.sleep(0.2)
    assert "3 streams, 3 taken over" in shown
    second = start("oracle2")
    # One that shares the queue stands by meanwhile, and takes over by itself when the other is killed.
    third = start("oracle", "--part", "anchorer", "--take-over")
    time.sleep(1)
    second.kill()
    second.wait()
    gateway = start("oracle2", "--part", "gateway")
    for process in sending:
        assert process.wait(120) == 0
    for process in (gateway, third):
        stop(process)

    connection = open_queue(postgresql)
    counts = Listing(connection).streams()
    assert sum(each.final for each in counts) == sum(each.durable for each in counts) == 400
    connection.close()
    anchor = ledger.deployment.contract(EventAnchor)
    following = {each.stream: 1 for each in counts}
    for batch in ledger.batches():
        assert batch.first_sequence == following[batch.stream]
        following[batch.stream] += batch.count
        assert event_tree(batch.stream, ledger.opened(batch, "mfr")).root == batch.root
    assert sum(following.values()) - len(following) == 400
    epochs = [ledger.reader.read(anchor.stream_of(stream)) for stream in following]
    assert {(found.epoch, found.holder == heir) for found in epochs} == {(3, False)}
    with psycopg.connect(postgresql) as server:
        assert server.execute("SELECT count(*) FROM quaychain_queue.condition WHERE ended IS NULL").fetchone() == (0,)
