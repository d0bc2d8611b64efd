"""EPCIS event hash ids and the Digital Links in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quaychain.oracles.logistics.epcis.digital_link import check_digit, constrained_link
from quaychain.oracles.logistics.epcis.document import document_items, read_document
from quaychain.oracles.logistics.epcis.hash_id import event_hash_id, namespaces, pre_hash

EXAMPLES = Path(__file__).parents[5] / "shared" / "reference" / "epcis" / "examples"

#: SHA-256 that `epcis-event-hash-generator` 1.9.3, by the algorithm's authors, gives for GS1's examples. Left out are
#: examples that it can't read (a context with term definitions) or writes otherwise than its own rules say: booleans as
#: Python does, texts of digits as floating-point numbers, and lists out of the canonical order.
GENERATED = (
    ("AssociationEvent-a", 0, "39141606ab0b3f7839735303d670b16acdd6faf573d27564ebb3f76ad23e4ff7"),
    ("AssociationEvent-c", 0, "847bbfc737fe2de2af46f2f334225a53ce680361a5ba2a0269e4a50fc4923429"),
    ("AssociationEvent-e", 0, "2820137e367df426b0eb62660bb1baf8f2f06d5306a0e1568230067b526c4566"),
    ("AssociationEvent-g", 0, "b9350b16fd98c704364d0b37fc39bb7816459c42e46fb1fd1ccd4f2135b9b8d3"),
    ("ErrorDeclarationAndCorrectiveEvent", 0, "db50dd61ad0309f0f727d7b1f9335728d77c07b2ba13f82fe58a87f42e943a2a"),
    ("ErrorDeclarationAndCorrectiveEvent", 1, "e74d8397fb06e337c3a9ffdf00effff305de5fc8ec6f0fbae28b036f4320cfda"),
    ("Example_9.6.1-ObjectEvent", 0, "df6523665bc5e5803d6c7b84f5a04e103694d8220f2abc4f2c74310e89f31bc6"),
    ("Example_9.6.1-ObjectEvent", 1, "32547b2344d525ea60ab1b899d82a9011fd9c39bb26ed936e113066146f49941"),
    ("Example_9.6.1-ObjectEventWithDigitalLink", 0, "d3b08a0fc053bb7dc4065fe2664c18886e2f729abd1221520beffb55831da327"),
    ("Example_9.6.1-ObjectEventWithDigitalLink", 1, "4edc29e1e6848aa19422f37f8dae23bf0865378b0953d83aa1062e6c86131ea6"),
    ("Example_9.6.3-AggregationEvent", 0, "96b6bf98742a60dbfaa2dda08b63435ce67079d224ea27d63e55e62a7843b878"),
    (
        "Example_9.6.4-TransformationEventWithDigitalLink",
        0,
        "c794227acf3a4d9be9ba1f8340425782f88a0f4e3f35b533a8bf8f1bc206a379",
    ),
    ("SensorDataExample1", 0, "4eea934e9e0b466884b4b444a5924cabb9e649cdff0447b97e1b688c802a91bb"),
    ("SensorDataExample13", 0, "f92619eaba7f682e700b1e21fd69a7e5981357798cc4e5be5662302f778a3adb"),
    ("SensorDataExample15", 0, "fcb10e73fec55b657dfb734b81b949a00a0bb311a603199425b9476ae7d9f287"),
    ("SensorDataExample17", 0, "78f7ce4e3410f59ac8156943982d59d088aa5c9900397b3e3723a70a5e712f24"),
    ("SensorDataExample3", 0, "de0c28e7a5ec2b32a349f0fa46146d7b75777442c18bfbd8c3835a07d86c0250"),
    ("SensorDataExample5", 0, "b1755d5ed79d53b1e968b9e884ad353fe1cc77892f0ca1d99bd264cf715bb92a"),
)


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="GS1's reference data (../shared/reference) is not here")
@pytest.mark.parametrize(("name", "index", "expected"), GENERATED)
def test_hash_ids_are_those_of_the_algorithms_authors(name: str, index: int, expected: str) -> None:
    value = json.loads((EXAMPLES / f"{name}.jsonld").read_text())
    assert document_items(read_document(value))[index].hash_id == f"ni:///sha-256;{expected}?ver=CBV2.0"


def event(**changes: Any) -> dict[str, Any]:
    return {
        "type": "ObjectEvent",
        "eventTime": "2026-10-01T16:00:00.0004+08:00",
        "eventTimeZoneOffset": "+08:00",
        "action": "OBSERVE",
        "epcList": ["urn:epc:id:cpi:9520001.BOOM-65.410001", "urn:epc:id:giai:9520001.STS0417"],
    } | changes


START = (
    "eventType=ObjectEventeventTime=2026-10-01T08:00:00.000ZeventTimeZoneOffset=+08:00epcList"
    "epc=https://id.gs1.org/8004/9520001STS0417epc=https://id.gs1.org/8010/9520001BOOM-65/8011/410001action=OBSERVE"
)
PREFIXES = namespaces([{"ext": "https://example.com/ext/", "ext:term": {"@type": "@id"}}, "https://ref.gs1.org/x"])


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({}, ""),
        ({"eventID": "urn:uuid:1", "recordTime": "2026-10-01T08:00:00Z", "errorDeclaration": {}}, ""),
        ({"bizStep": "loading"}, "bizStep=https://ref.gs1.org/cbv/BizStep-loading"),
        ({"bizStep": "urn:epcglobal:cbv:bizstep:loading"}, "bizStep=https://ref.gs1.org/cbv/BizStep-loading"),
        ({"bizStep": "cbv:BizStep-loading"}, "bizStep=https://ref.gs1.org/cbv/BizStep-loading"),
        (
            {"persistentDisposition": {"unset": ["damaged"], "set": ["conformant", "available"]}},
            "persistentDispositionset=https://ref.gs1.org/cbv/Disp-availableset=https://ref.gs1.org/cbv/Disp-conformant"
            "unset=https://ref.gs1.org/cbv/Disp-damaged",
        ),
        (
            {
                "bizTransactionList": [
                    {"bizTransaction": "urn:epcglobal:cbv:bt:1:PO7", "type": "po"},
                    {"bizTransaction": "urn:epcglobal:cbv:bt:1:BL9", "type": "bol"},
                ],
                "sourceList": [{"type": "location", "source": "urn:epc:id:sgln:9520001.00002.0"}],
                "destinationList": [{"type": "location", "destination": "urn:epc:id:sgln:9520010.00002.7"}],
            },
            "bizTransactionListtype=https://ref.gs1.org/cbv/BTT-bolbizTransaction=urn:epcglobal:cbv:bt:1:BL9"
            "type=https://ref.gs1.org/cbv/BTT-pobizTransaction=urn:epcglobal:cbv:bt:1:PO7"
            "sourceListtype=https://ref.gs1.org/cbv/SDT-locationsource=https://id.gs1.org/414/9520001000027"
            "destinationListtype=https://ref.gs1.org/cbv/SDT-locationdestination="
            "https://id.gs1.org/414/9520010000025/254/7",
        ),
        (
            {"sensorElementList": [{"sensorReport": [
                {"type": "Speed", "value": 4.20, "uom": "C16", "booleanValue": True, "ext:note": "x"},
                {"type": "gs1:Angle", "value": -0.0, "stringValue": "007"},
            ], "ext:by": "ext:me"}]},
            "sensorElementListsensorElement"
            "sensorReporttype=https://gs1.org/voc/Anglevalue=0stringValue=007"
            "sensorReporttype=https://gs1.org/voc/Speedvalue=4.2booleanValue=trueuom=C16{https://example.com/ext/}note=x"
            "{https://example.com/ext/}by=https://example.com/ext/me",
        ),
        (
            {"ext:b": ["2.50", "1"], "ext:a": {"ext:d": 1, "ext:c": [{"ext:e": "z"}]},
             "action": "ADD", "ilmd": {"cbvmda:lotNumber": "B2411"}},
            "ilmd{urn:epcglobal:cbv:mda:}lotNumber=B2411"
            "{https://example.com/ext/}a{https://example.com/ext/}c{https://example.com/ext/}e=z{https://example.com/ext/}d=1"
            "{https://example.com/ext/}b=1{https://example.com/ext/}b=2.5",
        ),
    ],
)  # fmt: skip
def test_the_text_that_is_hashed(changes: dict[str, Any], end: str) -> None:
    start = START.replace("OBSERVE", changes.get("action", "OBSERVE"))
    assert pre_hash(event(**changes), PREFIXES) == start + end


def test_one_event_has_one_hash_id_however_it_is_written() -> None:
    links = [
        "https://example.com/8010/9520001BOOM-65/8011/410001?x=1",
        "https://shop.example/cranes/giai/9520001STS0417",
    ]
    other = dict(reversed(event(epcList=links, eventTime="2026-10-01T08:00:00Z").items()))
    assert event_hash_id(other, PREFIXES) == event_hash_id(event(), PREFIXES)
    assert event_hash_id(event(action="DELETE"), PREFIXES) != event_hash_id(event(), PREFIXES)


@pytest.mark.parametrize(
    ("time", "written"),
    [
        ("2026-10-01T08:00:00Z", "2026-10-01T08:00:00.000Z"),
        ("2026-10-01t08:00:00.9995z", "2026-10-01T08:00:01.000Z"),
        ("2016-12-31T23:59:60.5Z", "2017-01-01T00:00:00.500Z"),
        ("2026-10-01T00:30:00.123456789+01:00", "2026-09-30T23:30:00.123Z"),
    ],
)
def test_times_are_in_utc_to_the_millisecond(time: str, written: str) -> None:
    assert f"eventTime={written}eventTimeZoneOffset" in pre_hash(event(eventTime=time), PREFIXES)


@pytest.mark.parametrize(
    ("uri", "link"),
    [
        ("urn:epc:id:sgtin:9520001.012345.A*7", "01/09520001123450/21/A%2A7"),
        ("urn:epc:class:lgtin:9520001.012345.L1", "01/09520001123450/10/L1"),
        ("urn:epc:idpat:sgtin:9520001.012345.*", "01/09520001123450"),
        ("urn:epc:id:upui:9520001.012345.x", "01/09520001123450/235/x"),
        ("urn:epc:id:itip:9520001.012345.01.02.S", "8006/095200011234500102/21/S"),
        ("urn:epc:id:sscc:9520001.3123456789", "00/395200011234567899"),
        ("urn:epc:id:sgln:9520001.00002.0", "414/9520001000027"),
        ("urn:epc:id:pgln:9520001.00001", "417/9520001000010"),
        ("urn:epc:id:grai:9520001.12345.S", "8003/09520001123450S"),
        ("urn:epc:id:giai:9520001.STS0417", "8004/9520001STS0417"),
        ("urn:epc:id:gsrn:9520001.1234567890", "8018/952000112345678904"),
        ("urn:epc:id:gsrnp:9520001.1234567890", "8017/952000112345678904"),
        ("urn:epc:id:gdti:9520001.12345.D7", "253/9520001123450D7"),
        ("urn:epc:id:sgcn:9520001.12345.77", "255/952000112345077"),
        ("urn:epc:id:gsin:9520001.123456789", "402/95200011234567898"),
        ("urn:epc:id:ginc:9520001.X1", "401/9520001X1"),
        ("urn:epc:id:cpi:9520001.BRK-SB-28.410201", "8010/9520001BRK-SB-28/8011/410201"),
        ("urn:epc:idpat:cpi:9520001.BRK-SB-28.*", "8010/9520001BRK-SB-28"),
        ("http://example.com/some/where/01/09520001123457/10/L1/21/S1?17=261001#x", "01/09520001123457/21/S1"),
        ("https://example.com/gtin/9520001123457/cpv/2A/lot/L1/", "01/09520001123457/10/L1"),
        ("https://example.com/gln/9520001000027", "414/9520001000027"),
    ],
)
def test_keys_become_constrained_links(uri: str, link: str) -> None:
    assert constrained_link(uri) == f"https://id.gs1.org/{link}"


@pytest.mark.parametrize(
    "uri",
    ["urn:uuid:1", "urn:epc:id:sgtin:95.1.1", "urn:epc:id:cbv:9520001.1", "https://example.com/crane/417", "ext:01", "",
     "https://example.com/01/notdigits", "urn:epc:id:giai:9520001.", "https://example.com"],
)  # fmt: skip
def test_other_uris_stay(uri: str) -> None:
    assert constrained_link(uri) is None


@pytest.mark.parametrize(
    ("digits", "digit"), [("952000100001", "0"), ("952001000002", "5"), ("629104150021", "3"), ("0", "0")]
)
def test_check_digits(digits: str, digit: str) -> None:
    assert check_digit(digits) == digit
