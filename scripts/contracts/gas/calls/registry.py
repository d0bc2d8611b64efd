"""Calls of MemberRegistry."""

from __future__ import annotations

from functools import partial

from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.types import AccountAdmission, AccountPurpose, Admission, MemberKind, Seat
from quaychain.contracts.sealing.keys import KEM_ID
from quaychain.contracts.types import Call

from ..behind import history
from ..case import Case
from ..founding import Member, signer
from ..ledger import NOW, Ledger, Shot
from .root import MOST, validators

_CONTRACT = MemberRegistry.NAME
_GOVERNANCE, _GUARDIAN = AccountPurpose.GOVERNANCE, AccountPurpose.GUARDIAN
_USUAL = (AccountPurpose.OPERATIONS, AccountPurpose.ORACLE, AccountPurpose.GOVERNANCE, AccountPurpose.GUARDIAN)
#: Governance accounts of a member, accounts on a card, bytes of an encryption key.
_MOST_GOVERNANCE, _MOST_ACCOUNTS, _LONGEST_KEY = 8, 20, 2_048
#: Accounts of all purposes that a card may have, as many as may be for Governance.
_LARGEST = (AccountPurpose.GOVERNANCE,) * _MOST_GOVERNANCE + (AccountPurpose.OPERATIONS,) * (
    _MOST_ACCOUNTS - _MOST_GOVERNANCE
)


def _key(ledger: Ledger, length: int = 1_216) -> bytes:
    return (ledger.id("key") * (length // 32 + 1))[:length]


def _admission(
    ledger: Ledger,
    name: str,
    purposes: tuple[AccountPurpose, ...] = _USUAL,
    seat: Seat = Seat.ACCOUNTING,
    key: int = 1_216,
) -> Admission:
    return Admission(
        ledger.id(name, 16),
        MemberKind.SUPPLIER,
        seat,
        signer(f"{name}/recovery").address,
        tuple(
            AccountAdmission(signer(f"{name}/{number}").address, purpose, 0, NOW + 365 * 86_400)
            for number, purpose in enumerate(purposes)
        ),
        KEM_ID,
        _key(ledger, key),
    )


def _voted(ledger: Ledger, call: Call) -> Shot:
    return Shot(ledger.contracts.governor.address, call)


def _newcomer(ledger: Ledger, *, crowded: bool = False, seat: Seat = Seat.ACCOUNTING) -> Admission:
    """An accounting member without a validator, and then with a million standings before; `crowded`: with as many
    Governance accounts, and the chain with as many validators, as there may be."""
    purposes = (_GOVERNANCE,) * _MOST_GOVERNANCE if crowded else _USUAL
    made = _admission(ledger, "newcomer", purposes, seat)
    shot = _voted(ledger, ledger.contracts.registry.admit(made))
    ledger.send(shot.sender, shot.call)
    if crowded:
        validators(ledger, MOST)
    history(ledger, "_members", made.member, "standings")
    return made


def _admit(ledger: Ledger, purposes: tuple[AccountPurpose, ...], key: int) -> Shot:
    return _voted(ledger, ledger.contracts.registry.admit(_admission(ledger, "newcomer", purposes, key=key)))


def _admit_first(ledger: Ledger, count: int) -> Shot:
    admissions = [_admission(ledger, f"newcomer {number}") for number in range(count)]
    return Shot(ledger.contracts.root.address, ledger.contracts.registry.admit_first(admissions))


def _of_newcomer(ledger: Ledger, what: str, *, crowded: bool) -> Shot:
    """What is voted on a member."""
    registry, member = ledger.contracts.registry, _newcomer(ledger, crowded=crowded).member
    if what == "reinstate":
        shot = _voted(ledger, registry.suspend(member, 7))
        ledger.send(shot.sender, shot.call)
    calls = {
        "suspend": lambda: registry.suspend(member, 7),
        "reinstate": lambda: registry.reinstate(member),
        "remove": lambda: registry.remove(member, 7),
        "changeSeat": lambda: registry.change_seat(member, Seat.QUERY),
        "replaceRecovery": lambda: registry.replace_recovery(member, signer("other").address),
    }
    return _voted(ledger, calls[what]())


def _leave(ledger: Ledger, *, crowded: bool) -> Shot:
    made = _newcomer(ledger, crowded=crowded)
    account = next(item.account for item in made.accounts if item.purpose is _GOVERNANCE)
    return Shot(account, ledger.contracts.registry.leave_consortium())


def _add_account(ledger: Ledger, *, crowded: bool) -> Shot:
    """A Governance account; the last that there may be where `crowded`."""
    registry = ledger.contracts.registry
    for number in range(_MOST_GOVERNANCE - 2 if crowded else 0):
        ledger.by("mfr", registry.add_account(signer(f"more {number}").address, _GOVERNANCE, 0, 0), _GOVERNANCE)
    call = registry.add_account(signer("new").address, _GOVERNANCE, NOW + 86_400, NOW + 365 * 86_400)
    return ledger.shot("mfr", call, _GOVERNANCE)


def _of_account(ledger: Ledger, what: str, *, crowded: bool) -> Shot:
    """On the last of a member's Governance accounts, by the first."""
    registry = ledger.contracts.registry
    accounts = [item for item in _newcomer(ledger, crowded=crowded).accounts if item.purpose is _GOVERNANCE]
    if not crowded:
        call = registry.add_account(signer("second").address, _GOVERNANCE, 0, 0)
        ledger.send(accounts[0].account, call)
    last = accounts[-1].account if crowded else signer("second").address
    rotated = registry.rotate_account(last, signer("successor").address, NOW + 365 * 86_400)
    return Shot(accounts[0].account, rotated if what == "rotateAccount" else registry.revoke_account(last, NOW))


def _recover(ledger: Ledger, *, crowded: bool) -> Shot:
    made = _newcomer(ledger, crowded=crowded)
    call = ledger.contracts.registry.recover(made.member, signer("recovered").address, NOW)
    return Shot(made.recovery, call)


def _change_recovery(ledger: Ledger) -> Shot:
    call = ledger.contracts.registry.change_recovery(Member("mfr").id, signer("other").address)
    return Shot(Member("mfr").recovery.address, call)


def _set_key(ledger: Ledger, length: int) -> Shot:
    ledger.more(_CONTRACT, "_members", Member("mfr").id, "encryptionKeyVersion")
    return ledger.shot("mfr", ledger.contracts.registry.set_encryption_key(KEM_ID, _key(ledger, length)), _GOVERNANCE)


def _pause(ledger: Ledger, *, second: bool) -> Shot:
    if second:
        ledger.by("mfr", ledger.contracts.registry.pause(7), _GUARDIAN)
    return ledger.shot("gear", ledger.contracts.registry.pause(7), _GUARDIAN)


def _paused(ledger: Ledger, *, lift: bool) -> Shot:
    registry = ledger.contracts.registry
    for member in ("mfr", "gear"):
        ledger.by(member, registry.pause(7), _GUARDIAN)
    return _voted(ledger, registry.lift_pause() if lift else registry.renew_pause())


def _set_authority(ledger: Ledger) -> Shot:
    call = ledger.contracts.registry.set_authority(ledger.contracts.devices.address)
    return Shot(ledger.contracts.access_manager.address, call)


CASES = (
    Case("admitFirst", "1 member", partial(_admit_first, count=1)),
    Case("admitFirst", "14 members", partial(_admit_first, count=14)),
    Case("admit", "4 accounts", partial(_admit, purposes=_USUAL, key=1_216)),
    Case("admit", "20 accounts, key of 2,048 bytes", partial(_admit, purposes=_LARGEST, key=_LONGEST_KEY)),
    Case("suspend", "", partial(_of_newcomer, what="suspend", crowded=False)),
    Case("reinstate", "", partial(_of_newcomer, what="reinstate", crowded=False)),
    Case("remove", "4 validators", partial(_of_newcomer, what="remove", crowded=False)),
    Case("remove", "100 validators", partial(_of_newcomer, what="remove", crowded=True)),
    Case("changeSeat", "4 validators", partial(_of_newcomer, what="changeSeat", crowded=False)),
    Case("changeSeat", "100 validators", partial(_of_newcomer, what="changeSeat", crowded=True)),
    Case("replaceRecovery", "", partial(_of_newcomer, what="replaceRecovery", crowded=False)),
    Case("leaveConsortium", "4 validators", partial(_leave, crowded=False)),
    Case("leaveConsortium", "100 validators", partial(_leave, crowded=True)),
    Case("addAccount", "the 2nd", partial(_add_account, crowded=False)),
    Case("addAccount", "the 8th", partial(_add_account, crowded=True)),
    Case("rotateAccount", "of 2", partial(_of_account, what="rotateAccount", crowded=False)),
    Case("rotateAccount", "of 8", partial(_of_account, what="rotateAccount", crowded=True)),
    Case("revokeAccount", "of 2", partial(_of_account, what="revokeAccount", crowded=False)),
    Case("revokeAccount", "of 8", partial(_of_account, what="revokeAccount", crowded=True)),
    Case("recover", "1 account", partial(_recover, crowded=False)),
    Case("recover", "8 accounts", partial(_recover, crowded=True)),
    Case("changeRecovery", "", _change_recovery),
    Case("setEncryptionKey", "1,216 bytes", partial(_set_key, length=1_216)),
    Case("setEncryptionKey", "2,048 bytes", partial(_set_key, length=_LONGEST_KEY)),
    Case("pause", "asked for", partial(_pause, second=False)),
    Case("pause", "by the second guardian", partial(_pause, second=True)),
    Case("liftPause", "", partial(_paused, lift=True)),
    Case("renewPause", "", partial(_paused, lift=False)),
    Case("setAuthority", "", _set_authority),
)
