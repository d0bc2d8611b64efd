"""The standing part of the model of CustomsCompliance: jurisdictions, rule books, entitlements. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from quaychain.contracts.bindings import errors
from quaychain.contracts.bindings.types import (
    Attestation,
    Certificate,
    CodeList,
    DocumentType,
    EvidencePack,
    Jurisdiction,
    MemberKind,
    MemberStatus,
    NamedRecord,
    PackSignature,
    Rule,
    RuleBook,
    RuleBookStatus,
    Seat,
)
from tests.contracts.models.customs_terms import (
    NOBODY,
    NOTHING,
    PERIODS,
    RULES_A_CALL,
    RULES_A_PREFIX,
    Book,
    Dossier,
    Party,
    Record,
    Version,
    require_well_formed,
)


class CustomsRules:
    """Who rules where, the rule books, and whom the authorities entitle; and what members and records are known."""

    def __init__(self, parties: Iterable[Party]) -> None:
        self.now = 0
        self.parties = {party.id: party for party in parties}
        self.records: dict[bytes, Record] = {}
        self.orders: set[bytes] = set()
        self.jurisdictions: dict[bytes, Jurisdiction] = {}
        self.books: dict[tuple[bytes, int], Book] = {}
        self.periods: dict[tuple[bytes, bytes, DocumentType], list[tuple[int, int]]] = defaultdict(list)
        self.checkers: set[tuple[bytes, bytes]] = set()
        self.certificates: dict[bytes, Certificate] = {}
        self.certificate_on: dict[bytes, bytes] = {}
        self.dossiers: dict[bytes, Dossier] = {}
        self.attestations: dict[bytes, tuple[Attestation, tuple[NamedRecord, ...]]] = {}
        self.packs: dict[bytes, EvidencePack] = {}
        self.signatures: dict[tuple[bytes, bytes], PackSignature] = {}

    # ------------------------------------------------------------------------------------------------ jurisdictions

    def claim_jurisdiction(self, caller: bytes, jurisdiction: bytes) -> None:
        self._authorize(caller)
        if jurisdiction in self.jurisdictions:
            raise errors.JurisdictionTakenError(jurisdiction, self.jurisdictions[jurisdiction].authority)
        self.assign_jurisdiction(jurisdiction, caller)

    def assign_jurisdiction(self, jurisdiction: bytes, authority: bytes) -> None:
        """By vote."""
        if not any(jurisdiction):
            raise errors.IdentifierMissingError
        self._require_member(authority, MemberKind.CUSTOMS)
        place = self.jurisdictions.get(jurisdiction, Jurisdiction(NOBODY, NOBODY, 0, False))
        self.jurisdictions[jurisdiction] = replace(place, authority=authority)

    def designate_transcriber(self, jurisdiction: bytes, transcriber: bytes) -> None:
        """By vote."""
        place = self._place(jurisdiction)
        if transcriber != NOBODY:
            self._require_member(transcriber)
        self.jurisdictions[jurisdiction] = replace(place, transcriber=transcriber)

    def ruler(self, jurisdiction: bytes) -> tuple[bytes, bool]:
        """Who writes down the rules, and whether it is not the authority itself; nobody where there is none."""
        place = self.jurisdictions.get(jurisdiction)
        if place is None:
            return NOBODY, False
        mirrored = self.parties[place.authority].seat is Seat.MIRRORED
        return (place.transcriber if mirrored else place.authority), mirrored

    # --------------------------------------------------------------------------------------------------- rule books

    def publish_rule_book(
        self, caller: bytes, jurisdiction: bytes, version: int, valid_from: int, content_hash: bytes
    ) -> None:
        transcribed = self._require_ruler(caller, jurisdiction)
        if content_hash == NOTHING:
            raise errors.IdentifierMissingError
        place = self.jurisdictions[jurisdiction]
        if place.draft_open:
            raise errors.RuleBookDraftOpenError(jurisdiction, place.versions)
        if version != place.versions + 1:
            raise errors.RuleBookVersionMismatchError(jurisdiction, place.versions + 1, version)
        begun = [book.valid_from for book in self._sealed(jurisdiction).values()]
        if begun and valid_from < begun[-1]:
            raise errors.RuleBookValidityMismatchError(jurisdiction, begun[-1], valid_from)
        self.jurisdictions[jurisdiction] = replace(place, versions=version, draft_open=True)
        self.books[jurisdiction, version] = Book(
            RuleBook(RuleBookStatus.DRAFT, caller, transcribed, valid_from, 0, 0, content_hash)
        )

    def add_rules(self, caller: bytes, jurisdiction: bytes, version: int, rules: Sequence[Rule]) -> None:
        self._require_ruler(caller, jurisdiction)
        draft = self._draft(jurisdiction, version)
        if len(rules) > RULES_A_CALL:
            raise errors.TooManyRulesError(jurisdiction, version, RULES_A_CALL)
        kept = list(draft.rules)
        for index, rule in enumerate(rules):
            require_well_formed(rule, index)
            if sum(other.tariff_prefix == rule.tariff_prefix for other in kept) == RULES_A_PREFIX:
                raise errors.TooManyRulesError(jurisdiction, version, RULES_A_PREFIX)
            kept.append(rule)
        draft.rules = kept
        draft.book = replace(draft.book, rule_count=len(kept))

    def seal_rule_book(self, caller: bytes, jurisdiction: bytes, version: int) -> None:
        transcribed = self._require_ruler(caller, jurisdiction)
        draft = self._draft(jurisdiction, version)
        if not draft.rules:
            raise errors.RuleBookEmptyError(jurisdiction, version)
        draft.book = replace(
            draft.book, status=RuleBookStatus.SEALED, publisher=caller, transcribed=transcribed, sealed_at=self.now
        )
        self._close_draft(jurisdiction)

    def abandon_rule_book(self, caller: bytes, jurisdiction: bytes, version: int) -> None:
        self._require_ruler(caller, jurisdiction)
        draft = self._draft(jurisdiction, version)
        draft.book = replace(draft.book, status=RuleBookStatus.ABANDONED)
        self._close_draft(jurisdiction)

    def rule_book_at(self, jurisdiction: bytes, trigger_date: int) -> int:
        """The sealed book that had begun last on that date; of those that began together, the later one."""
        begun = [version for version, book in self._sealed(jurisdiction).items() if book.valid_from <= trigger_date]
        return max(begun, default=0)

    # ---------------------------------------------------------------------------------------- issuers and checkers

    def authorize_issuer(
        self, caller: bytes, jurisdiction: bytes, document_type: DocumentType, issuer: bytes, begin: int, end: int
    ) -> None:
        self._require_ruler(caller, jurisdiction)
        self._require_member(issuer)
        if end and end <= begin:
            raise errors.ValidityPeriodInvalidError(begin, end)
        if document_type.code_list is CodeList.NONE or not document_type.code:
            raise errors.DocumentTypeInvalidError(document_type.code_list, document_type.code)
        periods = self.periods[jurisdiction, issuer, document_type]
        if len(periods) == PERIODS:
            raise errors.TooManyIssuingPeriodsError(jurisdiction, issuer, PERIODS)
        if periods and (periods[-1][1] == 0 or periods[-1][1] > begin):
            raise errors.IssuingPeriodMismatchError(jurisdiction, issuer, *periods[-1])
        periods.append((begin, end))

    def end_issuer_authorization(
        self, caller: bytes, jurisdiction: bytes, document_type: DocumentType, issuer: bytes, ends_at: int
    ) -> None:
        self._require_ruler(caller, jurisdiction)
        periods = self.periods[jurisdiction, issuer, document_type]
        begin, end = periods[-1] if periods else (0, 0)
        if not periods or ends_at <= begin or (end and ends_at >= end):
            raise errors.IssuingPeriodMismatchError(jurisdiction, issuer, begin, end)
        periods[-1] = (begin, ends_at)

    def appoint_checker(self, caller: bytes, jurisdiction: bytes, checker: bytes, appointed: bool) -> None:
        self._require_ruler(caller, jurisdiction)
        if appointed:
            self._require_member(checker)
            self.checkers.add((jurisdiction, checker))
        else:
            self.checkers.discard((jurisdiction, checker))

    def was_authorized(self, jurisdiction: bytes, document_type: DocumentType, issuer: bytes, time: int) -> bool:
        """Whether one of the member's periods, for the subtype or for all of them, holds that time."""
        return any(
            begin <= time and (end == 0 or time < end)
            for kind in (document_type, replace(document_type, subtype=0))
            for begin, end in self.periods[jurisdiction, issuer, kind]
        )

    # -------------------------------------------------------------------------------------------- what others know

    def publish(self, record: bytes, published: Record) -> None:
        """RecordRegistry has a new record."""
        self.records[record] = published

    def _authorize(self, caller: bytes) -> None:
        if self.parties[caller].status is not MemberStatus.ACTIVE:
            raise errors.MemberNotActiveError(caller, self.parties[caller].status)
        if self.parties[caller].seat is Seat.MIRRORED:
            raise errors.SeatMismatchError(caller, Seat.QUERY, Seat.MIRRORED)

    def _require_member(self, member: bytes, kind: MemberKind = MemberKind.NONE) -> None:
        party = self.parties.get(member)
        if party is None:
            raise errors.UnknownMemberError(member)
        if party.status is not MemberStatus.ACTIVE:
            raise errors.MemberNotActiveError(member, party.status)
        if kind not in (MemberKind.NONE, party.kind):
            raise errors.MemberKindMismatchError(member, kind, party.kind)

    def _standing_record(self, record: bytes) -> Record:
        if record not in self.records:
            raise errors.UnknownRecordError(record)
        found = self.records[record]
        if found.revoked_at:
            raise errors.RecordIsRevokedError(record, found.revoked_at)
        return found

    def _version(self, item: NamedRecord) -> Version:
        found = self.records.get(item.record)
        if found is None or not 0 < item.version <= len(found.versions):
            raise errors.UnknownRecordVersionError(item.record, item.version)
        return found.versions[item.version - 1]

    def _place(self, jurisdiction: bytes) -> Jurisdiction:
        if jurisdiction not in self.jurisdictions:
            raise errors.UnknownJurisdictionError(jurisdiction)
        return self.jurisdictions[jurisdiction]

    def _require_ruler(self, caller: bytes, jurisdiction: bytes) -> bool:
        self._authorize(caller)
        self._place(jurisdiction)
        ruler, transcribed = self.ruler(jurisdiction)
        if caller != ruler:
            raise errors.NotTheAuthorityError(jurisdiction, caller)
        return transcribed

    def _sealed(self, jurisdiction: bytes) -> Mapping[int, RuleBook]:
        return {
            version: it.book
            for (place, version), it in self.books.items()
            if place == jurisdiction and it.book.status is RuleBookStatus.SEALED
        }

    def _draft(self, jurisdiction: bytes, version: int) -> Book:
        book = self.books.get((jurisdiction, version))
        if book is None or book.book.status is not RuleBookStatus.DRAFT:
            raise errors.RuleBookNotDraftError(jurisdiction, version)
        return book

    def _close_draft(self, jurisdiction: bytes) -> None:
        self.jurisdictions[jurisdiction] = replace(self.jurisdictions[jurisdiction], draft_open=False)
