"""Records are published by members, each once."""

import pytest
from brownie import web3

from scripts.deploy import member_of, padded

RECORD = web3.keccak(text="packing list")


@pytest.fixture
def packing_list():
    document_type = (member_of("CodeList", "UNTDID1001"), 271, 0)
    root, content = web3.keccak(text="root"), web3.keccak(text="content")
    return (RECORD, document_type, bytes(32), root, content, 0x55, 0, 0, bytes(32))


def test_member_publishes(records, operations, packing_list):
    transaction = records.publish(packing_list, {"from": operations["manufacturer"]})
    published = transaction.events["RecordPublished"]
    assert published["record"] == "0x" + RECORD.hex().removeprefix("0x")
    assert published["issuer"] == "0x" + padded("manufacturer", 16).hex()


def test_no_record_twice(records, operations, packing_list, refused):
    records.publish(packing_list, {"from": operations["manufacturer"]})
    with refused("RecordAlreadyPublished"):
        records.publish(packing_list, {"from": operations["bank"]})


def test_outsider_publishes_nothing(records, outsider, packing_list, refused):
    with refused("UnknownAccount"):
        records.publish(packing_list, {"from": outsider})
