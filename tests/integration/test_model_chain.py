"""The consortium that model tests work on: calls, refusals with their type, time, and taking things back."""

from __future__ import annotations

import os

import pytest

from quaychain.contracts.bindings.errors import UnknownAccountError, UnknownRecordError
from quaychain.contracts.bindings.types import CodeList, DocumentType, RecordStatus
from tests.contracts.models.chain import CAST, TestChain

pytestmark = pytest.mark.integration

INVOICE = DocumentType(CodeList.UNTDID1001, 380, 0)


def test_a_call_is_a_block_at_the_time_given(chain: TestChain) -> None:
    chain.now = at = chain.now + 86_400
    record = chain.publish("manufacturer", INVOICE)
    assert chain.read(chain.records.record_of(record)).published_at == at
    assert chain.reader.now() == at
    assert chain.now == at + 1


def test_a_refusal_is_the_contracts_own_error(chain: TestChain) -> None:
    unknown = os.urandom(32)
    with pytest.raises(UnknownRecordError) as refused:
        chain.act("manufacturer", chain.records.revoke(unknown, 1))
    assert refused.value.record == unknown
    with pytest.raises(UnknownAccountError):
        chain.send("0x" + "11" * 20, chain.records.revoke(unknown, 1))


def test_what_happened_can_be_undone(chain: TestChain) -> None:
    before = chain.now
    with chain.undone():
        record = chain.publish("buyer", INVOICE)
        assert chain.read(chain.records.record_of(record)).status is RecordStatus.PUBLISHED
    assert chain.read(chain.records.record_of(record)).status is RecordStatus.NONE
    assert chain.now == before


def test_all_members_are_there(chain: TestChain) -> None:
    assert set(chain.members) == set(CAST)
    assert {key for key, member in chain.members.items() if not member.accounts} == {"customs_mirrored"}
