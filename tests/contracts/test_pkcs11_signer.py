"""URIs that name a token's key. Signing is tested with a real token: tests/integration/test_pkcs11.py."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quaychain.contracts.pkcs11_signer import Pkcs11Signer, Pkcs11Uri
from quaychain.contracts.signers import SignerError

MODULE = "?module-path=/lib/token.so"


def test_a_uri_in_full() -> None:
    uri = Pkcs11Uri.parse(
        "pkcs11:token=The%20token;serial=A%201;object=oracle;id=%01%FF;type=private"
        "?module-path=/lib/token.so&pin-source=file:/etc/pin"
    )
    assert (uri.token, uri.serial, uri.label, uri.id) == ("The token", b"A 1", "oracle", b"\x01\xff")
    assert (uri.module, uri.pin_file) == (Path("/lib/token.so"), Path("/etc/pin"))
    assert uri.text == "pkcs11:token=The%20token;serial=A%201;object=oracle;id=%01%FF;type=private"


def test_a_short_one() -> None:
    uri = Pkcs11Uri.parse(f"pkcs11:object=oracle{MODULE}")
    assert (uri.token, uri.serial, uri.label, uri.id, uri.pin_file) == (None, None, "oracle", None, None)
    assert Pkcs11Uri.parse(f"pkcs11:id=%01{MODULE}&pin-source=/etc/pin").pin_file == Path("/etc/pin")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"pkcs11:{MODULE}", "names no key"),
        (f"pkcs11:token=a{MODULE}", "names no key"),
        ("pkcs11:object=a", "module-path"),
        (f"pkcs11:object=a;type=public{MODULE}", "type=private"),
        (f"pkcs11:object=a;slot-id=1{MODULE}", "'slot-id'"),
        (f"pkcs11:object=a;object=b{MODULE}", "'object'"),
        (f"pkcs11:object={MODULE}", "'object'"),
        (f"pkcs11:object=%FF{MODULE}", "UTF-8"),
        (f"pkcs11:object=a{MODULE}&pin-value=1234", "command line"),
        (f"pkcs11:object=a;pin-value=1234;slot-id=3{MODULE}", "command line"),
        (f"pkcs11:object=a;pin-value=1234{MODULE}", "command line"),
        (f"pkcs11:object=a{MODULE}&pin-source=|cat", "pin-source"),
        (f"pkcs11:object=a{MODULE}&module-name=b", "'module-name'"),
    ],
)
def test_uris_that_do_not_do(text: str, words: str) -> None:
    with pytest.raises(SignerError) as caught:
        Pkcs11Uri.parse(text)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "1234" not in str(caught.value)


@given(st.text(st.characters()), st.text(st.characters()))
@example("object=\udcff", "module-path=/a")
@example("object=a", "module-path=/a%00")
@example("object=a", "module-path=/a&pin-source=/%00")
def test_any_text_is_a_uri_or_one_line(path: str, query: str) -> None:
    try:
        uri = Pkcs11Uri.parse(f"pkcs11:{path}?{query}")
    except SignerError as error:
        str(error).encode()
    else:
        assert uri.label is not None or uri.id is not None


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(SignerError, match=r"quaychain\[pkcs11\]"):
        Pkcs11Signer(Pkcs11Uri.parse(f"pkcs11:object=a{MODULE}"), None)


def test_without_its_library(tmp_path: Path) -> None:
    missing = tmp_path / "token.so"
    with pytest.raises(SignerError, match="there is no"):
        Pkcs11Signer(Pkcs11Uri.parse(f"pkcs11:object=a?module-path={missing}"), None)
    missing.write_text("nothing")
    with pytest.raises(SignerError, match="loading"):
        Pkcs11Signer(Pkcs11Uri.parse(f"pkcs11:object=a?module-path={missing}"), None)
