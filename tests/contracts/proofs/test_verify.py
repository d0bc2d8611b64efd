"""A bundle holds as it was made; whatever is changed in it, the step that breaks is named and nothing is raised."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quaychain.contracts.canonical import canonical_json
from quaychain.contracts.events.envelope import EnvelopeForm, EventKind
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.proofs.report import Outcome, Report
from quaychain.contracts.proofs.verify import verify_bundle
from tests.contracts.proofs.made_chain import ROOT, TIME, MadeChain

MADE = MadeChain()
BUNDLE = MADE.bundle().encode()


def failures(report: Report) -> list[str]:
    return [step.name for step in report.steps if step.outcome is Outcome.FAILED]


def changed(change: Any, *, resealed: bool = True) -> bytes:
    """The bundle with something else in it, and (resealed) the digest of that."""
    value = json.loads(BUNDLE)
    change(value)
    if resealed:
        digest = keccak256(canonical_json({name: part for name, part in value.items() if name != "digest"}))
        value["digest"] = "0x" + digest.hex()
    return canonical_json(value)


def test_a_bundle_holds() -> None:
    report = verify_bundle(BUNDLE)
    assert [step.name for step in report.steps] == [
        "form", "header", "receipt", "batch", "signature", "inclusion", "state", "file",
    ]  # fmt: skip
    assert report.passed, report
    assert report.conclusion.startswith("included, not final")


@pytest.mark.parametrize(
    "made",
    [
        MadeChain(kind=EventKind.DCSA),
        MadeChain(form=EnvelopeForm.COSE),
        MadeChain(count=1, chosen=1),
        MadeChain(qbft=True),
    ],
)
def test_other_bundles_hold(made: MadeChain) -> None:
    report = verify_bundle(made.bundle().encode())
    assert report.passed, report


@pytest.mark.slow
def test_every_byte_counts() -> None:
    for position in range(len(BUNDLE)):
        damaged = bytearray(BUNDLE)
        damaged[position] ^= 1
        assert failures(verify_bundle(bytes(damaged))), position


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(BUNDLE) - 1), st.integers(1, 255))
def test_one_changed_byte_is_found(position: int, mask: int) -> None:
    damaged = bytearray(BUNDLE)
    damaged[position] ^= mask
    report = verify_bundle(bytes(damaged))
    assert failures(report)
    assert report.conclusion == f"not proven: {failures(report)[0]} failed"
    assert all("\n" not in str(step) for step in report.steps)


@given(st.integers(0, len(BUNDLE) - 1), st.binary(max_size=8), st.booleans())
def test_cut_or_lengthened_files_fail(position: int, extra: bytes, cut: bool) -> None:
    damaged = BUNDLE[:position] if cut else BUNDLE[:position] + extra + BUNDLE[position:]
    assert damaged == BUNDLE or failures(verify_bundle(damaged)) == ["form"] or not verify_bundle(damaged).passed


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_anything_else_fails_by_its_form(data: bytes) -> None:
    assert failures(verify_bundle(data)) == ["form"]


@pytest.mark.parametrize("data", [b"", b"[" * 100_000, b"{}", b'{"type":"quaychain.event-bundle.1"}', b"\xff", b"null"])
def test_files_that_are_no_bundles(data: bytes) -> None:
    assert failures(verify_bundle(data)) == ["form"]


def _set(path: str, value: Any) -> Any:
    def change(bundle: Any) -> None:
        *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        for part in way:
            bundle = bundle[part]
        bundle[last] = value(bundle[last]) if callable(value) else value

    return change


def _flip(text: str) -> str:
    return text[:-1] + ("0" if text[-1] != "0" else "1")


@pytest.mark.parametrize(
    ("change", "step"),
    [
        (_set("block.hash", _flip), "header"),
        (_set("block.header", _flip), "header"),
        (_set("block.header", "0x"), "header"),
        (_set("receipt.index", 2), "receipt"),
        (_set("receipt.proof.0", _flip), "receipt"),
        (_set("receipt.proof", []), "receipt"),
        (_set("receipt.proof", lambda nodes: [*nodes, nodes[0]]), "receipt"),
        (_set("log.position", 0), "receipt"),
        (_set("log.position", 9), "receipt"),
        (_set("log.data", _flip), "receipt"),
        (_set("log.topics", []), "receipt"),
        (_set("log.address", _flip), "receipt"),
        (_set("log.contract", "OrderFulfilment"), "batch"),
        (_set("anchored.sequence", 6), "batch"),
        (_set("anchored.sequence", 2), "inclusion"),
        (_set("anchored.proof.0", _flip), "inclusion"),
        (_set("anchored.proof", []), "inclusion"),
        (_set("anchored.signed", lambda text: text.replace('"value":23', '"value":24')), "signature"),
        (_set("anchored.signature", "A" * 86), "signature"),
        (_set("anchored.body", "QUJD"), "signature"),
        (_set("anchored.form", "cose"), "signature"),
        (_set("chain.chainId", 1), "signature"),
        (_set("state.accounts.0.proof.0", _flip), "state"),
        (_set("state.accounts.0.slots.0.slot", _flip), "state"),
        (_set("state.accounts", lambda accounts: accounts[:1]), "state"),
        (_set("chain.root", _flip), "state"),
    ],
)
def test_whatever_is_forged_is_named(change: Any, step: str) -> None:
    assert failures(verify_bundle(changed(change)))[0] == step


def test_what_nothing_else_covers_is_covered_by_the_digest() -> None:
    assert failures(verify_bundle(changed(_set("chain.genesis", _flip), resealed=False))) == ["file"]


@pytest.mark.parametrize(
    "made",
    [
        MadeChain(valid_from=TIME + 1),
        MadeChain(valid_until=TIME),
        MadeChain(revoked_from=TIME),
        MadeChain(directory_has=b"\xbd" * 20),
        MadeChain(code_in_directory=b"\x09" * 32),
        MadeChain(layout_version=2),
    ],
)
def test_state_that_does_not_bear_it_out(made: MadeChain) -> None:
    assert failures(verify_bundle(made.bundle().encode())) == ["state"]


def test_a_key_revoked_later_held_then() -> None:
    assert verify_bundle(replace(MADE, revoked_from=TIME + 1).bundle().encode()).passed


def test_a_flag_is_shown() -> None:
    report = verify_bundle(replace(MADE, compromised_since=TIME + 5).bundle().encode())
    assert report.passed
    assert any(
        "flagged by its member as compromised since 2027-01-15T08:00:05Z" in step.detail for step in report.steps
    )


def test_the_roots_own_logs() -> None:
    made = MadeChain(emitter=ROOT)
    report = verify_bundle(made.bundle(contract="ConsortiumRoot", anchored=False).encode())
    assert report.passed, report
    assert "by the consortium's root" in report.steps[3].detail
    forged = verify_bundle(MADE.bundle(contract="ConsortiumRoot", anchored=False).encode())
    assert failures(forged) == ["state"]
    assert verify_bundle(MADE.bundle(anchored=False).encode()).passed


def test_a_reverted_transaction_proves_nothing() -> None:
    assert failures(verify_bundle(replace(MADE, status=0).bundle().encode())) == ["receipt"]


def test_an_event_outside_of_the_batch() -> None:
    assert failures(verify_bundle(replace(MADE, claimed_first=9).bundle().encode())) == ["batch"]


def test_the_chain_that_the_reader_means() -> None:
    trusted = MADE.bundle().chain
    assert verify_bundle(BUNDLE, trusted).passed
    for other in ({"chain_id": 1}, {"genesis": "0x" + "00" * 32}, {"root": "0x" + "11" * 20}):
        assert failures(verify_bundle(BUNDLE, trusted.model_copy(update=other))) == ["chain"]
