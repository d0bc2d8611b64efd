"""What a reader may see comes back; anything that was touched is named; nothing else shows."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quaychain.contracts.sealing import (
    Attachment,
    DisclosureClass,
    EncryptionKey,
    ExpectedRecord,
    Field,
    RecordContent,
    SealingError,
    grant,
    grants_commitment,
    open_sealed,
    read_header,
    seal,
)
from quaychain.contracts.sealing.errors import (
    ContentRefusedError,
    EncryptionKeyError,
    FieldTamperedError,
    NotAReaderError,
    PublisherSignatureError,
    RecordMismatchError,
    RootMismatchError,
    SealedFormatError,
    SectionTamperedError,
    WrapTamperedError,
)
from quaychain.contracts.sealing.header import MAGIC, Container, SealedHeader, join, split
from quaychain.contracts.sealing.section import SaltedField, Section, encrypt_section
from quaychain.contracts.sealing.wraps import unwrap_class_key, wraps_for

from .conftest import COMMERCIAL, LOGISTICS, PARTIES, Account, Case


def opened_paths(case: Case, key: EncryptionKey) -> set[str]:
    opened = open_sealed(case.sealed.ciphertext, case.sealed.wraps, key, case.expected)
    return {field.path for field in opened.fields} | {attachment.name for attachment in opened.attachments}


def resigned(case: Case, header: SealedHeader, **sections: bytes) -> bytes:
    """The record with another header, properly signed by its publisher, and other sections."""
    container = split(case.sealed.ciphertext)
    kept = {**container.sections, **{DisclosureClass(name): data for name, data in sections.items()}}
    return join(Container(header, case.publisher.sign_payload(header.signing_payload()), kept))


def test_a_reader_of_all_classes_sees_all(case: Case) -> None:
    opened = open_sealed(case.sealed.ciphertext, case.sealed.wraps, case.bank, case.expected)
    assert {Field(f.path, f.disclosure_class, f.value) for f in opened.fields if isinstance(f.value, str)} == {
        field for field in case.content.fields if isinstance(field.value, str)
    }
    assert {(a.name, a.data) for a in opened.attachments} == {(a.name, a.data) for a in case.content.attachments}
    assert opened.withheld == frozenset()
    assert opened.header == case.header
    assert opened.publisher == case.publisher.address.lower()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=5,
)
CLASSES = st.sampled_from(list(DisclosureClass))


@settings(max_examples=40, deadline=None)
@given(
    fields=st.dictionaries(
        st.from_regex(r"[a-z0-9]{1,8}(/[a-z0-9]{1,8}){0,3}", fullmatch=True), st.tuples(CLASSES, JSON)
    ),
    files=st.dictionaries(
        st.from_regex(r"[a-z]{1,8}\.pdf", fullmatch=True), st.tuples(CLASSES, st.binary(max_size=500))
    ),
    readable=st.sets(CLASSES),
)
def test_any_content_comes_back_to_those_who_may_read_it(
    case: Case,
    fields: dict[str, tuple[DisclosureClass, Any]],
    files: dict[str, tuple[DisclosureClass, bytes]],
    readable: set[DisclosureClass],
) -> None:
    content = RecordContent(
        tuple(Field(path, to, value) for path, (to, value) in fields.items() if path.split("/")[0] != "attachments"),
        tuple(Attachment(name, "application/pdf", to, data) for name, (to, data) in files.items()),
    )
    used = {field.disclosure_class for field in content.fields} | {
        file.disclosure_class for file in content.attachments
    }
    assume(used & readable)
    readers = {to: [case.bank.reader(), *([case.carrier.reader()] if to in readable else [])] for to in used}
    sealed = seal(content, case.header, readers, case.publisher)
    opened = open_sealed(sealed.ciphertext, sealed.wraps, case.carrier, replace(case.expected, root=sealed.root))
    assert {field.path: field.value for field in opened.fields} == {
        field.path: field.value for field in content.fields if field.disclosure_class in readable
    }
    assert {file.name: file.data for file in opened.attachments} == {
        file.name: file.data for file in content.attachments if file.disclosure_class in readable
    }
    assert opened.withheld == used - readable


def test_a_reader_of_some_classes_sees_those(case: Case) -> None:
    opened = open_sealed(case.sealed.ciphertext, case.sealed.wraps, case.carrier, case.expected)
    assert {f.disclosure_class for f in opened.fields} == {PARTIES, LOGISTICS}
    assert [a.name for a in opened.attachments] == ["stowage.pdf"]
    assert opened.withheld == {COMMERCIAL}


def test_nothing_of_the_content_shows_outside(case: Case) -> None:
    for field in case.content.fields:
        assert field.path.encode() not in case.sealed.ciphertext
        if isinstance(field.value, str) and len(field.value) > 3:
            assert field.value.encode() not in case.sealed.ciphertext
    for attachment in case.content.attachments:
        assert attachment.name.encode() not in case.sealed.ciphertext


def test_the_same_content_never_looks_the_same(case: Case) -> None:
    readers = {name: [case.bank.reader()] for name in (PARTIES, COMMERCIAL, LOGISTICS)}
    again = seal(case.content, case.header, readers, case.publisher)
    assert not set(again.header.leaves) & set(case.sealed.header.leaves)
    assert again.root != case.sealed.root


def test_a_flipped_byte_anywhere_is_refused(case: Case) -> None:
    for position in range(len(case.sealed.ciphertext)):
        changed = bytearray(case.sealed.ciphertext)
        changed[position] ^= 1 << position % 8
        with pytest.raises(SealingError):
            open_sealed(bytes(changed), case.sealed.wraps, case.bank, case.expected)


@settings(max_examples=50)
@given(st.data())
def test_a_cut_or_longer_record_is_refused(case: Case, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(case.sealed.ciphertext) - 1))
    more = data.draw(st.binary(min_size=1, max_size=40))
    for changed in (case.sealed.ciphertext[:end], case.sealed.ciphertext + more, more):
        with pytest.raises(SealedFormatError):
            read_header(changed)


def test_each_tampering_is_named(case: Case) -> None:
    sealed = case.sealed.ciphertext
    container = split(sealed)
    with pytest.raises(SealedFormatError, match="start"):
        read_header(b"\0" + sealed[1:])
    with pytest.raises(PublisherSignatureError):
        read_header(sealed.replace(b'"code":380', b'"code":381'))
    sections_start = len(sealed) - sum(len(part) for part in container.sections.values())
    changed = bytearray(sealed)
    changed[sections_start] ^= 1  # the first section in the header's order
    with pytest.raises(SectionTamperedError, match="commercial"):
        read_header(bytes(changed))
    # A reader who can't open that class sees it too.
    with pytest.raises(SectionTamperedError, match="commercial"):
        open_sealed(bytes(changed), case.sealed.wraps, case.carrier, case.expected)


def test_the_other_form_of_a_signature_is_refused(case: Case) -> None:
    container = split(case.sealed.ciphertext)
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    s = order - int.from_bytes(container.signature[32:64], "big")
    signature = container.signature[:32] + s.to_bytes(32, "big") + bytes([55 - container.signature[64]])
    with pytest.raises(PublisherSignatureError):
        read_header(join(replace(container, signature=signature)))


def test_a_header_signed_by_another_is_refused(case: Case) -> None:
    container = split(case.sealed.ciphertext)
    stranger = Account()
    header = replace(container.header, publisher=stranger.address)
    signature = stranger.sign_payload(header.signing_payload())
    sealed = join(Container(header, signature, container.sections))
    read_header(sealed)  # it is a stranger's record, well formed
    with pytest.raises(RecordMismatchError, match="publisher"):
        open_sealed(sealed, case.sealed.wraps, case.bank, case.expected)
    pinned = replace(case.expected, publisher=None)
    assert open_sealed(sealed, case.sealed.wraps, case.bank, pinned).publisher == stranger.address.lower()


@pytest.mark.parametrize(
    ("part", "value"), [("chain_id", 1), ("record", bytes(32)), ("version", 2), ("publisher", "0x" + "00" * 20)]
)
def test_another_record_than_the_chains_is_refused(case: Case, part: str, value: object) -> None:
    expected = ExpectedRecord(
        **{**{name: getattr(case.expected, name) for name in case.expected.__slots__}, part: value}
    )
    with pytest.raises(RecordMismatchError):
        open_sealed(case.sealed.ciphertext, case.sealed.wraps, case.bank, expected)


def test_another_root_than_the_chains_is_refused(case: Case) -> None:
    with pytest.raises(RootMismatchError):
        open_sealed(case.sealed.ciphertext, case.sealed.wraps, case.bank, replace(case.expected, root=os.urandom(32)))


def test_leaves_that_miss_the_root_are_refused(case: Case) -> None:
    header = replace(case.sealed.header, leaves=case.sealed.header.leaves[1:])
    with pytest.raises(RootMismatchError):
        read_header(resigned(case, header))


def test_a_publisher_cannot_show_what_the_root_does_not_hold(case: Case) -> None:
    """Even with its own signature and key: the leaf is missing, or stands twice."""
    header = case.sealed.header
    wrap = next(wrap for wrap in wraps_for(case.header, case.sealed.wraps, case.bank).values())
    class_key = unwrap_class_key(header, wrap, case.bank)
    original = open_sealed(case.sealed.ciphertext, case.sealed.wraps, case.bank, case.expected)
    shown = next(field for field in original.fields if field.disclosure_class is wrap.disclosure_class)
    field = Field(shown.path, shown.disclosure_class, shown.value)
    forgeries = (
        Section((SaltedField(replace(field, value="1.00"), shown.salt),), ()),
        Section((SaltedField(field, shown.salt), SaltedField(field, shown.salt)), ()),
        Section((SaltedField(field, b""),), ()),
    )
    for forged in forgeries:
        data = encrypt_section(case.header, wrap.disclosure_class, forged, class_key)
        sections = tuple(
            replace(section, length=len(data), sha256=hashlib.sha256(data).digest())
            if section.disclosure_class is wrap.disclosure_class
            else section
            for section in header.sections
        )
        sealed = resigned(case, replace(header, sections=sections), **{wrap.disclosure_class.value: data})
        with pytest.raises(FieldTamperedError, match=field.path):
            open_sealed(sealed, [wrap], case.bank, case.expected)


def test_a_flipped_byte_in_a_wrap_is_named(case: Case) -> None:
    wrap = wraps_for(case.header, case.sealed.wraps, case.carrier)[LOGISTICS]
    for position in range(0, len(wrap.wrapped_key), 13):
        changed = bytearray(wrap.wrapped_key)
        changed[position] ^= 0x10
        with pytest.raises(WrapTamperedError, match="logistics"):
            open_sealed(
                case.sealed.ciphertext, [replace(wrap, wrapped_key=bytes(changed))], case.carrier, case.expected
            )


def test_a_wrap_opens_in_its_own_place_only(case: Case) -> None:
    mine = wraps_for(case.header, case.sealed.wraps, case.carrier)
    moved = replace(mine[LOGISTICS], disclosure_class=COMMERCIAL)
    with pytest.raises(WrapTamperedError, match="commercial"):
        open_sealed(case.sealed.ciphertext, [moved], case.carrier, case.expected)
    unknown = replace(mine[LOGISTICS], disclosure_class=DisclosureClass.SERVICE)
    with pytest.raises(WrapTamperedError, match="service"):
        open_sealed(case.sealed.ciphertext, [unknown], case.carrier, case.expected)
    others = next(wrap for wrap in case.sealed.wraps if wrap.member == case.bank.member)
    stolen = replace(others, member=case.carrier.member, key_version=case.carrier.key_version)
    with pytest.raises(WrapTamperedError):
        open_sealed(case.sealed.ciphertext, [stolen], case.carrier, case.expected)


def test_a_publisher_cannot_give_two_readers_two_keys(case: Case) -> None:
    """The header commits to one key for a class; a wrap of another is refused before anything is decrypted with it."""
    other = seal(
        case.content,
        case.header,
        {name: [case.bank.reader()] for name in (PARTIES, COMMERCIAL, LOGISTICS)},
        case.publisher,
    )
    with pytest.raises(WrapTamperedError, match="another key"):
        open_sealed(case.sealed.ciphertext, other.wraps, case.bank, case.expected)


def test_without_a_wrap_there_is_nothing_to_see(case: Case) -> None:
    stranger = EncryptionKey.generate(os.urandom(16), 1)
    older = EncryptionKey(case.carrier.member, case.carrier.key_version - 1, case.carrier.seed)
    for key, wraps in ((stranger, case.sealed.wraps), (older, case.sealed.wraps), (case.bank, ())):
        with pytest.raises(NotAReaderError):
            open_sealed(case.sealed.ciphertext, wraps, key, case.expected)


def test_a_reader_can_grant_what_it_can_read(case: Case) -> None:
    surveyor = EncryptionKey.generate(os.urandom(16), 1)
    wrap = grant(case.sealed.header, case.sealed.wraps, case.carrier, LOGISTICS, surveyor.reader())
    opened = open_sealed(case.sealed.ciphertext, [wrap], surveyor, case.expected)
    assert {field.path for field in opened.fields} == {"lines/0/weight"}
    assert opened.withheld == {PARTIES, COMMERCIAL}
    with pytest.raises(NotAReaderError):
        grant(case.sealed.header, case.sealed.wraps, case.carrier, COMMERCIAL, surveyor.reader())


def test_the_commitment_to_grants_holds_each_of_them(case: Case) -> None:
    commitment = grants_commitment(case.sealed.wraps)
    assert commitment == grants_commitment(reversed(case.sealed.wraps))
    assert commitment != grants_commitment(case.sealed.wraps[1:])
    first, *rest = case.sealed.wraps
    assert commitment != grants_commitment([replace(first, salt=bytes(16)), *rest])


def test_what_cannot_be_read_by_anyone_is_not_sealed(case: Case) -> None:
    with pytest.raises(ContentRefusedError, match="commercial"):
        seal(case.content, case.header, {PARTIES: [case.bank.reader()], COMMERCIAL: []}, case.publisher)
    with pytest.raises(EncryptionKeyError):
        broken = replace(case.bank.reader(), public_key=b"")
        seal(RecordContent((Field("a", PARTIES, 1),)), case.header, {PARTIES: [broken]}, case.publisher)


def test_headers_of_other_forms_are_refused_in_one_line(case: Case) -> None:
    good = case.sealed.header.encoded()
    for changed in (
        b"",
        b"{}",
        b"[]",
        b"{",
        good.replace(b'"version":1', b'"version":0'),
        good.replace(b'"version":1', b'"version":true'),
        good.replace(b'"version":1', b'"version":1,"x":1'),
        good.replace(b"record-1", b"record-2"),
        good.replace(b'"class":"parties"', b'"class":"secrets"'),
        good.replace(b'"chainId":7411', b'"chainId":"7411"'),
        good.replace(b'"chainId":7411', b'"chainId":-1'),
        good.replace(b'"issuer":"0x', b'"issuer":"0x00'),
        good.replace(b'"issuer":"0x', b'"issuer":"zz'),
    ):
        sealed = MAGIC + len(changed).to_bytes(4, "big") + changed + bytes(65)
        with pytest.raises(SealedFormatError) as caught:
            read_header(sealed)
        assert "\n" not in str(caught.value)
