"""Content identifiers, computed as Kubo's `ipfs add --cid-version=1` does, for content of any size.

Sources: CIDv1 and multibase (multiformats/cid, multiformats/multibase), DAG-PB and UnixFS (ipld.io/specs/codecs/dag-pb,
specs.ipfs.tech/unixfs). Layout: raw leaves of 262,144 bytes under balanced nodes of 174 links. Content of one leaf is
that leaf; longer content is a UnixFS file node whose children all stand at the same depth.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .errors import QuaychainError

RAW = 0x55
DAG_PB = 0x70
_SHA2_256 = b"\x12\x20"
_CODECS = (RAW, DAG_PB)
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_UNIXFS_FILE = 2


@dataclass
class InvalidCidError(QuaychainError):
    """A text or bytes that is no CID of the kinds used here (version 0 or 1, raw or dag-pb, sha2-256)."""

    given: str
    reason: str

    def __str__(self) -> str:
        return f"no usable CID: {self.given!r}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Cid:
    """A CIDv1 over sha2-256: codec (RAW or DAG_PB) and 32 bytes of digest, which is what the chain keeps of it."""

    codec: int
    digest: bytes

    def __post_init__(self) -> None:
        if self.codec not in _CODECS:
            raise InvalidCidError(self.digest.hex(), f"codec {self.codec:#x} is neither raw nor dag-pb")
        if len(self.digest) != 32:
            raise InvalidCidError(self.digest.hex(), f"digest of {len(self.digest)} bytes, not 32")

    def __bytes__(self) -> bytes:
        """36 bytes: version, codec, hash function, digest length, digest."""
        return bytes((1, self.codec)) + _SHA2_256 + self.digest

    def __str__(self) -> str:
        """Multibase base32, lower case, as Kubo prints it ("bafk…" or "bafy…")."""
        return "b" + base64.b32encode(bytes(self)).decode("ascii").rstrip("=").lower()

    @classmethod
    def from_bytes(cls, data: bytes) -> Cid:
        """Of the 36 bytes of `bytes(cid)`, or the 34 of a version 0. Raises InvalidCidError."""
        if len(data) == 34 and data[:2] == _SHA2_256:
            return cls(DAG_PB, data[2:])
        if len(data) != 36 or data[0] != 1 or data[2:4] != _SHA2_256:
            raise InvalidCidError(data.hex(), "neither version 0 nor version 1 with sha2-256")
        return cls(data[1], data[4:])

    @classmethod
    def parse(cls, text: str) -> Cid:
        """Of base32 ("b…") or base58 ("z…") multibase, or a version 0 ("Qm…"). Raises InvalidCidError."""
        if len(text) > 100:
            raise InvalidCidError(text[:100] + "…", "too long")
        if text.startswith("Qm") and len(text) == 46:
            return cls.from_bytes(_base58_decode(text, text))
        if text.startswith("b") and text == text.lower():
            padded = text[1:].upper() + "=" * (-(len(text) - 1) % 8)
            try:
                cid = cls.from_bytes(base64.b32decode(padded))
            except ValueError as error:
                raise InvalidCidError(text, str(error)) from error
            if str(cid) != text:
                raise InvalidCidError(text, "stray bits at the end")
            return cid
        if text.startswith("z"):
            return cls.from_bytes(_base58_decode(text[1:], text))
        raise InvalidCidError(text, "neither base32 nor base58")


@dataclass(frozen=True, slots=True)
class Layout:
    """How content is cut and joined: bytes in a leaf, links in a node."""

    chunk_size: int
    max_links: int


#: What Kubo uses unless told otherwise.
KUBO_LAYOUT = Layout(chunk_size=262_144, max_links=174)


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the tree: its bytes hash to the digest of its CID."""

    cid: Cid
    data: bytes


@dataclass(frozen=True, slots=True)
class _Link:
    cid: Cid
    file_size: int
    tree_size: int


def cid_of(content: bytes | Iterable[bytes], layout: Layout = KUBO_LAYOUT) -> Cid:
    """The CID of content, given whole or in pieces of any length."""
    cid = None
    for block in blocks_of(content, layout):
        cid = block.cid
    assert cid is not None  # even empty content has one leaf
    return cid


def blocks_of(content: bytes | Iterable[bytes], layout: Layout = KUBO_LAYOUT) -> Iterator[Block]:
    """All blocks of content, children before parents; the last one is the root."""
    levels: list[list[_Link]] = [[]]
    for chunk in _chunks(content, layout.chunk_size):
        leaf = Block(Cid(RAW, hashlib.sha256(chunk).digest()), chunk)
        yield leaf
        yield from _push(levels, 0, _Link(leaf.cid, len(chunk), len(chunk)), layout)
    level = 0
    while level < len(levels) - 1 or len(levels[level]) > 1:
        yield from _close(levels, level, layout)
        level += 1


def _push(levels: list[list[_Link]], level: int, link: _Link, layout: Layout) -> Iterator[Block]:
    if len(levels) == level:
        levels.append([])
    if len(levels[level]) == layout.max_links:
        yield from _close(levels, level, layout)
    levels[level].append(link)


def _close(levels: list[list[_Link]], level: int, layout: Layout) -> Iterator[Block]:
    """Join the links waiting on a level under a node, and hand that node to the level above."""
    links, levels[level] = levels[level], []
    data = _file_node(links)
    node = Block(Cid(DAG_PB, hashlib.sha256(data).digest()), data)
    yield node
    file_size = sum(link.file_size for link in links)
    tree_size = len(data) + sum(link.tree_size for link in links)
    yield from _push(levels, level + 1, _Link(node.cid, file_size, tree_size), layout)


def _chunks(content: bytes | Iterable[bytes], size: int) -> Iterator[bytes]:
    if isinstance(content, bytes):
        for start in range(0, max(len(content), 1), size):
            yield content[start : start + size]
        return
    waiting = bytearray()
    empty = True
    for piece in content:
        waiting += piece
        while len(waiting) >= size:
            empty = False
            yield bytes(waiting[:size])
            del waiting[:size]
    if waiting or empty:
        yield bytes(waiting)


def _file_node(links: list[_Link]) -> bytes:
    """DAG-PB node of a UnixFS file: links (hash, empty name, size of the subtree), then the file's own lengths."""
    unixfs = _varint_field(1, _UNIXFS_FILE) + _varint_field(3, sum(link.file_size for link in links))
    unixfs += b"".join(_varint_field(4, link.file_size) for link in links)
    encoded = bytearray()
    for link in links:
        fields = _bytes_field(1, bytes(link.cid)) + _bytes_field(2, b"") + _varint_field(3, link.tree_size)
        encoded += _bytes_field(2, fields)
    return bytes(encoded) + _bytes_field(1, unixfs)


def _varint_field(number: int, value: int) -> bytes:
    return bytes((number << 3,)) + _varint(value)


def _bytes_field(number: int, value: bytes) -> bytes:
    return bytes((number << 3 | 2,)) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def _base58_decode(text: str, given: str) -> bytes:
    number = 0
    for character in text:
        digit = _BASE58.find(character)
        if digit < 0:
            raise InvalidCidError(given, f"{character!r} is no base58 digit")
        number = number * 58 + digit
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
