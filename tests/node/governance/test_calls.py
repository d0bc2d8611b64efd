"""What calls do, in words made of the calls alone."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.bindings.consortium_governor import ConsortiumGovernor
from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.types import (
    AccountAdmission,
    AccountPurpose,
    Admission,
    DirectoryEntry,
    MemberKind,
    Seat,
)
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import Address, Call, to_address, to_hex
from quaychain.node.governance import calls as module
from quaychain.node.governance.calls import decode_call, describe, is_derived

ROOT = ConsortiumRoot(to_address(b"\x01" * 20))
REGISTRY = MemberRegistry(to_address(b"\x02" * 20))
GOVERNOR = ConsortiumGovernor(to_address(b"\x03" * 20))
NAMES: dict[Address, str] = {
    ROOT.address: "ConsortiumRoot",
    REGISTRY.address: "MemberRegistry",
    GOVERNOR.address: "ConsortiumGovernor",
    to_address(b"\x04" * 20): "Something New",
}
MEMBER = bytes(range(16))
SOMEBODY = to_address(b"\xaa" * 20)
ARTIFACTS = Path(__file__).resolve().parents[3] / "contracts/artifacts"


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (ROOT.add_validator(SOMEBODY, MEMBER), f"add validator {SOMEBODY} of member {to_hex(MEMBER)}"),
        (ROOT.remove_validator(SOMEBODY), f"remove validator {SOMEBODY}"),
        (REGISTRY.suspend(MEMBER, 7), f"suspend member {to_hex(MEMBER)} (reason 7)"),
        (REGISTRY.remove(MEMBER, 0), f"put member {to_hex(MEMBER)} out for good (reason 0)"),
        (REGISTRY.change_seat(MEMBER, Seat.QUERY), f"give member {to_hex(MEMBER)} the seat Query"),
        (REGISTRY.lift_pause(), "end the pause of writes"),
        (GOVERNOR.set_voting_period(60), "take votes for 60 s"),
        (
            ROOT.set_entry(DirectoryEntry(b"EventAnchor".ljust(32, b"\0"), SOMEBODY, 2, bytes(32))),
            f"enter EventAnchor at {SOMEBODY}, layout version 2, code hash {to_hex(bytes(32))}",
        ),
        # What has no sentence of its own is shown as a call.
        (
            REGISTRY.set_authority(SOMEBODY),
            f"MemberRegistry.setAuthority(newAuthority {SOMEBODY})",
        ),
    ],
)
def test_calls_in_words(call: Call, text: str) -> None:
    decoded = decode_call(call, NAMES)
    assert decoded.text() == text
    assert decoded.is_known
    assert json.loads(json.dumps(decoded.as_json()))["text"] == text


def test_every_sentence_has_the_arguments_of_its_function() -> None:
    for (contract, function), sentence in module._SENTENCES.items():
        artifact = json.loads((ARTIFACTS / f"{contract}.json").read_text("utf-8"))
        (item,) = (one for one in artifact["abi"] if one["type"] == "function" and one["name"] == function)
        named = {argument["name"]: "x" for argument in item["inputs"]}
        assert "{" not in sentence.format(**named)
        # Nothing that a vote decides is left out of the sentence.
        assert all(f"{{{name}}}" in sentence for name in named)


def test_an_admission_says_all_that_it_admits() -> None:
    admission = Admission(
        MEMBER, MemberKind.CUSTOMS, Seat.QUERY, SOMEBODY,
        (AccountAdmission(SOMEBODY, AccountPurpose.GOVERNANCE, 5, 9),), 0x647A, b"k" * 1216,
    )  # fmt: skip
    assert decode_call(REGISTRY.admit(admission), NAMES).text() == (
        f"admit member {to_hex(MEMBER)} as Customs with the seat Query, recovery account {SOMEBODY}, "
        f"accounts [Governance {SOMEBODY} from 5 until 9], "
        f"encryption key of KEM 25722, keccak256 {to_hex(keccak256(b'k' * 1216))}"
    )
    keyless = dataclasses.replace(admission, kem=0, encryption_key=b"", accounts=())
    assert decode_call(REGISTRY.admit(keyless), NAMES).text().endswith("accounts [], encryption key none")


@pytest.mark.parametrize(
    "call",
    [
        Call(to_address(b"\x09" * 20), ROOT.remove_validator(SOMEBODY).data),  # not in the Directory
        Call(to_address(b"\x04" * 20), ROOT.remove_validator(SOMEBODY).data),  # a contract we have no artifact of
        Call(ROOT.address, b""),
        Call(ROOT.address, b"\x12\x34\x56\x78"),
        Call(ROOT.address, ROOT.remove_validator(SOMEBODY).data[:-1]),
        Call(ROOT.address, ROOT.remove_validator(SOMEBODY).data + b"\0" * 32),  # bytes that nobody would see
        Call(ROOT.address, ROOT.remove_validator(SOMEBODY).data[:4] + b"\1" * 32),  # a dirty address
        Call(REGISTRY.address, REGISTRY.change_seat(MEMBER, Seat.QUERY).data[:-1] + b"\x63"),  # no seat
    ],
)
def test_what_nobody_can_read_is_said_to_be_unknown(call: Call) -> None:
    decoded = decode_call(call, NAMES)
    assert not decoded.is_known
    assert decoded.text().startswith("UNKNOWN CALL")
    assert json.dumps(decoded.as_json())


def test_money_is_shown() -> None:
    decoded = decode_call(dataclasses.replace(REGISTRY.lift_pause(), value=5), NAMES)
    assert decoded.text() == "end the pause of writes, WITH 5 wei"
    assert not decoded.is_known


def test_a_description_is_what_the_calls_say() -> None:
    calls = [decode_call(one, NAMES) for one in (REGISTRY.suspend(MEMBER, 7), ROOT.remove_validator(SOMEBODY))]
    text = describe(calls, SOMEBODY)
    assert text == (
        f"1. suspend member {to_hex(MEMBER)} (reason 7)\n2. remove validator {SOMEBODY}\n#proposer={SOMEBODY.lower()}"
    )
    again = describe(calls, SOMEBODY, attempt=3, reference=bytes(32))
    assert again.splitlines()[2:4] == [f"record {to_hex(bytes(32))}", "attempt 3"]
    assert is_derived(text, calls)
    assert is_derived(again, calls)
    for other in (
        text.replace("suspend", "praise"),
        text + "\nand more",
        "\n".join(text.splitlines()[1:]),
        text.replace("#proposer", "and more\n#proposer"),
        again.replace("record 0x", "record 0y"),
        again.replace("attempt 3", "attempt three"),
        f"{again}\nattempt 3",
    ):
        assert not is_derived(other, calls), other
    assert not is_derived(text, calls[:1])


@given(st.binary(max_size=200), st.sampled_from([*NAMES, SOMEBODY]))
def test_any_bytes_have_a_text_in_one_line(data: bytes, target: Address) -> None:
    text = decode_call(Call(target, data), NAMES).text()
    assert text
    assert text.isprintable()


@given(st.binary(min_size=32, max_size=32))
def test_a_name_in_the_directory_can_hide_nothing(name: bytes) -> None:
    text = decode_call(ROOT.set_entry(DirectoryEntry(name, SOMEBODY, 1, bytes(32))), NAMES).text()
    assert text.isprintable()
    assert text.endswith(f"at {SOMEBODY}, layout version 1, code hash {to_hex(bytes(32))}")
