"""EPCs in tags' memory."""

from __future__ import annotations

import pytest

from quaychain.oracles.rfid.tags import TagUndecodableError, decode_tag

SGTIN = "3074257BF7194E4000001A85"


@pytest.mark.parametrize(
    ("content", "uri"),
    [
        # TDS 1.13 appendix E.3.
        (SGTIN, "urn:epc:id:sgtin:0614141.812345.6789"),
        (f"0x{SGTIN.lower()}", "urn:epc:id:sgtin:0614141.812345.6789"),
        (f" {SGTIN}\n", "urn:epc:id:sgtin:0614141.812345.6789"),
        (f"{int(SGTIN, 16):096b}", "urn:epc:id:sgtin:0614141.812345.6789"),
        ("urn:epc:tag:sgtin-96:3.0614141.812345.6789", "urn:epc:id:sgtin:0614141.812345.6789"),
        ("urn:epc:id:giai:9520001.STS0417", "urn:epc:id:giai:9520001.STS0417"),
        # TDS 1.13 section 14.6.5, GIAI-96: header 34, filter 0, partition 5, prefix 0614141, asset 5678.
        (f"{(0x34 << 88) | (5 << 82) | (614141 << 58) | 5678:024X}", "urn:epc:id:giai:0614141.5678"),
        # SSCC-96: header 31, partition 5, prefix 0614141, serial reference 1234567890.
        (
            f"{(0x31 << 88) | (5 << 82) | (614141 << 58) | (1234567890 << 24):024X}",
            "urn:epc:id:sscc:0614141.1234567890",
        ),
    ],
)
def test_an_epc_is_decoded(content: str, uri: str) -> None:
    assert decode_tag(content) == uri


@pytest.mark.parametrize(
    "content",
    [
        "", "30", "xyz", "E2801160600002054C8A", SGTIN[:-4], "F" * 24, "urn:epc:id:giai:1", "urn:epc:tag:sgtin-96:9.1",
        "0" * 500,
    ],
)  # fmt: skip
def test_what_is_no_epc_is_said(content: str) -> None:
    with pytest.raises(TagUndecodableError):
        decode_tag(content)


def test_words_that_are_no_epc_can_be_taken_raw() -> None:
    assert decode_tag("e2801160600002054c8a1234", raw=True) == "urn:epc:raw:96.xE2801160600002054C8A1234"
    with pytest.raises(TagUndecodableError):
        decode_tag("xyz", raw=True)
