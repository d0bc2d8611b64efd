"""Logs a second into PostgreSQL: our indexer, against reading them raw and storing nothing, and against web3.py.

With the peers that take long, also against Ponder, on the same chain and server.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable
from importlib.resources import files

import httpx
import orjson
import psycopg
from eth_typing import BlockNumber, HexStr
from sqlalchemy import Engine, func, select

from quaychain.api.database import migrate, open_database
from quaychain.api.indexer.follower import Follower
from quaychain.api.indexer.interpreter import prepare_interpreter
from quaychain.api.indexer.lease import WriterLease
from quaychain.api.indexer.ledger import Ledger
from quaychain.api.indexer.source import ChainSource
from quaychain.api.tables.chain import logs
from quaychain.api.tables.streams import batches
from quaychain.contracts.abi import encode
from quaychain.contracts.bindings.consortium_root import DirectoryEntrySet
from quaychain.contracts.bindings.event_anchor import BatchAnchored
from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import Address, Call, address_bytes, to_address

from .frame import Must, Result, Setting
from .ground import Ground, ground
from .peer_ponder import FINAL_AFTER, PonderTask, logs_a_second, require_ponder
from .postgresql import postgresql
from .processes import BenchStalledError

_LOGS, _LOGS_A_TRANSACTION = 100_000, 2_000
#: What web3.py gets through in a reasonable time; its figure is a rate too.
_PEER_PART = 20
_STREAMS = 50
_PEERS_INSERT = "INSERT INTO peer_logs VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
#: About as many logs at once as the indexer settles on.
_RAW_BLOCKS = 2
_WORD = 32
_EVENTS_A_BATCH = 100
#: Emits its call data: word 0 is how often, words 1 to 3 are topics, the rest is data. What is emitted so often has two
#: topics, and the number in the second word of its data goes up by 100; "no times" is one log of three topics.
_EMITTER = bytes.fromhex(
    "6080360380" "6080600037"  # data to memory
    "6000358060" "1f57"  # how often; is it at all?
    "606035604035602035" "846000a300"  # one of three topics
    "5b604035602035" "836000a2"  # one of two topics
    "602051606401602052" "60019003" "80601f5700"  # the next number, and again
)  # fmt: skip


class _Emitter:
    """A contract that emits whatever it is called with."""

    def __init__(self, found: Ground) -> None:
        self._found = found
        self._sender = found.sender(AccountPurpose.OPERATIONS, "emitting")

    def deploy(self) -> Address:
        """Another one of it."""
        creation = bytes.fromhex(f"60{len(_EMITTER):02x}80600b6000396000f3") + _EMITTER
        receipt = self._sender.send(Call(None, creation))
        assert receipt.contract is not None
        return receipt.contract

    def emit(self, address: Address, times: int, topics: tuple[bytes, ...], data: bytes) -> int:
        """Emit logs; answers their block."""
        words = [times.to_bytes(_WORD), *topics, *[bytes(_WORD)] * (3 - len(topics))]
        return self._sender.send(Call(address, b"".join(words) + data)).block_number

    def bury(self, address: Address, blocks: int) -> None:
        """Have so many blocks come, each with a log that means nothing."""
        for _ in range(blocks):
            self.emit(address, 0, (), b"")


def run(setting: Setting) -> Result:
    """Emit the logs, then read them by each in turn."""
    wanted = setting.scaled(_LOGS, _LOGS_A_TRANSACTION)
    # As `quaychain api index` does; it is the peers' process too.
    prepare_interpreter()
    if setting.peers:
        require_ponder()
    with ground(setting) as found, postgresql(setting.folder) as url:
        setting.say(f"emitting {wanted} logs of EventAnchor's form")
        emitter = _Emitter(found)
        root, anchor, first, last = _emit(emitter, wanted)
        found.settle()
        setting.say("reading them raw")
        raw = _timed(lambda: _read_raw(found.rpc.url, first, last), wanted)
        setting.say("indexing them")
        engine = open_database(url)
        migrate(engine)
        began_processor = time.process_time()
        ours = _timed(lambda: _index(found, engine, root, first), wanted)
        processor = time.process_time() - began_processor
        _require(engine, wanted)
        setting.say("reading some with web3.py")
        blocks = max(1, (last - first + 1) // _PEER_PART)
        web3 = _with_web3(found.rpc.url, url, first, min(last, first + blocks))
        engine.dispose()
        figures: dict[str, float] = {
            "logs": wanted,
            "indexed logs/s": ours,
            "indexed logs/s of our processor time": wanted / processor,
            "raw eth_getLogs + orjson logs/s": raw,
            "web3.py logs/s": web3,
        }
        ratios = {"of raw": ours / raw, "times web3.py": ours / web3}
        musts = [Must("of raw", 0.4), Must("times web3.py", 10)]
        if setting.peers:
            setting.say("indexing them with Ponder")
            emitter.bury(root, FINAL_AFTER)
            found.settle()
            task = PonderTask(found.deployment.chain_id, found.rpc.url, url, anchor, first, last)
            figures["Ponder logs/s"] = logs_a_second(task, wanted, setting.folder)
            ratios["times Ponder"] = ours / figures["Ponder logs/s"]
            musts.append(Must("times Ponder", 5))
    return Result("index", figures, ratios, tuple(musts))


def _emit(emitter: _Emitter, wanted: int) -> tuple[Address, Address, int, int]:
    """The addresses of a root and of the EventAnchor it knows, and the blocks from the first to the last log."""
    root, anchor = emitter.deploy(), emitter.deploy()
    name = b"EventAnchor".ljust(_WORD, b"\0")
    entry = encode(("uint32", "bytes32", "address"), (1, bytes(_WORD), to_address(bytes(20))))
    first = emitter.emit(root, 0, (DirectoryEntrySet.TOPIC, name, bytes(12) + address_bytes(anchor)), entry)
    last, done = first, 0
    while done < wanted:
        times = min(_LOGS_A_TRANSACTION, wanted - done)
        stream = keccak256(f"stream {done // _LOGS_A_TRANSACTION % _STREAMS}".encode())
        batch = (1, done * _EVENTS_A_BATCH, _EVENTS_A_BATCH, os.urandom(32), os.urandom(36), os.urandom(32))
        data = encode(("uint32", "uint64", "uint32", "bytes32", "bytes", "bytes32"), batch)
        last = emitter.emit(anchor, times, (BatchAnchored.TOPIC, stream), data)
        done += times
    return root, anchor, first, last


def _timed(work: Callable[[], object], amount: int) -> float:
    """The amount a second."""
    began = time.perf_counter()
    work()
    return amount / (time.perf_counter() - began)


def _read_raw(url: str, first: int, last: int) -> int:
    """Every log in Python's hands and dropped, by the same lengths of range."""
    count = 0
    with httpx.Client(timeout=60, trust_env=False) as client:
        for start in range(first, last + 1, _RAW_BLOCKS):
            query = {"fromBlock": hex(start), "toBlock": hex(min(last, start + _RAW_BLOCKS - 1))}
            asked = {"jsonrpc": "2.0", "id": 1, "method": "eth_getLogs", "params": [query]}
            answer = client.post(url, content=orjson.dumps(asked), headers={"Content-Type": "application/json"})
            count += len(orjson.loads(answer.content)["result"])
    return count


def _index(found: Ground, engine: Engine, root: Address, first: int) -> None:
    """All that the indexer does: decode, rows of logs, subjects, batches and streams, and the cursor."""
    deployment, lease = found.deployment, WriterLease(engine, 30.0, time.monotonic)
    assert lease.attempt() is None
    ledger = Ledger(engine, deployment.chain_id, deployment.genesis, root, embedded=False, guard=lease.hold)
    # From just before the first of them: what came before is the consortium's founding.
    before = found.rpc.block(first - 1)
    assert before is not None
    ledger.begin(before, time.time())
    source = ChainSource(found.rpc, 20_000)
    follower = Follower(source, ledger, time.time, embedded=False)
    follower.catch_up(threading.Event(), 0.1, lambda: False)
    follower.close()
    source.close()
    lease.release()


def _require(engine: Engine, wanted: int) -> None:
    with engine.connect() as connection:
        stored = connection.execute(
            select(func.count()).select_from(logs).where(logs.c.event == BatchAnchored.__name__)
        ).scalar_one()
        anchored = connection.execute(select(func.count()).select_from(batches)).scalar_one()
    if (stored, anchored) != (wanted, wanted):
        raise BenchStalledError(f"{wanted} logs in SQL; there are {stored}, and {anchored} batches", 0.0)


def _with_web3(url: str, database: str, first: int, last: int) -> float:
    """Logs a second by web3.py's own get_logs and process_log, and psycopg's executemany into a table like `logs`.

    It has less to do than ours: the same row of each log, with the same indexes, but no rows of subjects, batches and
    streams, no cursor, and no look at headers for logs left out. Only the event that is there is asked for and decoded,
    by one contract object, a block at a time, and a block's time is asked for once.
    """
    from web3 import HTTPProvider, Web3

    artifact = json.loads(files("quaychain.contracts").joinpath("artifacts/EventAnchor.json").read_text("utf-8"))
    w3 = Web3(HTTPProvider(url))
    event = w3.eth.contract(abi=artifact["abi"]).events.BatchAnchored()
    times: dict[int, int] = {}
    count = 0
    with psycopg.connect(database) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE peer_logs (LIKE logs INCLUDING ALL)")
        began = time.perf_counter()
        for block in range(first, last + 1):
            rows = []
            for log in w3.eth.get_logs(
                {"fromBlock": BlockNumber(block), "toBlock": BlockNumber(block), "topics": [HexStr(event.topic)]}
            ):
                decoded = event.process_log(log)
                number = log["blockNumber"]
                if number not in times:
                    times[number] = w3.eth.get_block(number)["timestamp"]
                rows.append(
                    (
                        log["blockHash"].to_0x_hex(),
                        log["transactionHash"].to_0x_hex(),
                        log["logIndex"],
                        log["transactionIndex"],
                        number,
                        times[number],
                        log["address"],
                        "EventAnchor",
                        ",".join(topic.to_0x_hex() for topic in log["topics"]),
                        bytes(log["data"]),
                        decoded["event"],
                        w3.to_json(decoded["args"]),
                    )
                )
            cursor.executemany(_PEERS_INSERT, rows)
            connection.commit()
            count += len(rows)
        return count / (time.perf_counter() - began)
