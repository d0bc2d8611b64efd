"""What contracts/provenance/README.md says of recalls, as a program. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from quaychain.contracts.bindings import errors as refused
from quaychain.contracts.bindings.types import PartStatus, RecallMark, RecallScope, RecallStatus

from .part_ledger import NOBODY, NOTHING, Campaign, Ledger, all_or_nothing

PAGE = 64
IN_FORCE = 16


class Recalls(Ledger):
    """Recalls of a ledger's parts."""

    @all_or_nothing
    def open_recall(
        self, member: bytes, recall: bytes, scope: RecallScope, maker: bytes, key: bytes, record: bytes, now: int
    ) -> None:
        """A recall is in force at once, and marks the first page."""
        self._record(record)
        if recall == NOTHING:
            raise refused.IdentifierMissingError
        if recall in self.recalls:
            raise refused.RecallExistsError(recall)
        keyed = scope in (RecallScope.LOT, RecallScope.DESIGN)
        if scope is RecallScope.NONE or keyed != (key != NOTHING):
            raise refused.RecallMalformedError(recall)
        if scope is RecallScope.LIST:
            if maker != NOBODY:
                raise refused.RecallMalformedError(recall)
        else:
            self._registrar(maker, member)
            if len(self.in_force(scope, maker, key)) == IN_FORCE:
                raise refused.TooManyRecallsError(maker, key, IN_FORCE)
        self.recalls[recall] = Campaign(scope, member, maker, key, record, now)
        if scope is not RecallScope.LIST:
            self._go_on(recall, PAGE)

    @all_or_nothing
    def mark_recalled(self, recall: bytes, limit: int) -> None:
        """Anybody goes on with marking."""
        it = self._reaching(recall)
        if it.scope is RecallScope.LIST:
            raise refused.RecallScopeMismatchError(recall, it.scope)
        if not 1 <= limit <= PAGE:
            raise refused.PageSizeMismatchError(limit, PAGE)
        self._go_on(recall, limit)

    @all_or_nothing
    def mark_listed(self, member: bytes, recall: bytes, parts: Sequence[bytes]) -> None:
        """Parts are marked by name: those of a List by who opened it, those of another recall by anybody."""
        it = self._reaching(recall)
        listed = it.scope is RecallScope.LIST
        if listed and it.status is RecallStatus.CLOSED:
            raise refused.RecallStatusMismatchError(recall, it.status)
        if listed and it.opened_by != member:
            raise refused.NotPermittedError(it.opened_by, member)
        if not 1 <= len(parts) <= PAGE:
            raise refused.PageSizeMismatchError(len(parts), PAGE)
        for part in parts:
            self._thing(part)
            if listed and not self._may_list(member, part):
                raise refused.NotARecallAuthorityError(part, member)
            if not listed and not self.covers(it, part):
                raise refused.PartNotInScopeError(recall, part)
            self._mark(recall, part)

    @all_or_nothing
    def remedy(self, member: bytes, recall: bytes, part: bytes, record: bytes) -> None:
        """The part is put right, or not concerned: by who has it, or by who speaks for the recall."""
        self._record(record)
        it = self._known(recall)
        if it.status is not RecallStatus.ENDED and part in self.things and self.covers(it, part):
            self._mark(recall, part)
        mark = it.marks.get(part, RecallMark.NONE)
        if mark is not RecallMark.MARKED:
            raise refused.PartNotRecalledError(recall, part, mark)
        if member not in (self.things[self.root(part)].custodian, self._speaker(it)):
            raise refused.NotTheCustodianError(part, member)
        it.marks[part] = RecallMark.REMEDIED

    @all_or_nothing
    def close_recall(self, member: bytes, recall: bytes) -> None:
        """All that was in scope is marked."""
        it = self._known(recall)
        if it.status is not RecallStatus.OPEN:
            raise refused.RecallStatusMismatchError(recall, it.status)
        self._speaks(it, member)
        if it.gone_through != len(self.scope(it)):
            raise refused.RecallNotFullyMarkedError(recall, it.gone_through, len(self.scope(it)))
        it.status = RecallStatus.CLOSED

    @all_or_nothing
    def end_recall(self, member: bytes, recall: bytes, record: bytes) -> None:
        """It reaches nothing more."""
        self._record(record)
        it = self._reaching(recall)
        self._speaks(it, member)
        if it.scope is RecallScope.LIST:
            raise refused.RecallScopeMismatchError(recall, it.scope)
        it.status = RecallStatus.ENDED

    def in_force(self, scope: RecallScope, maker: bytes, key: bytes) -> set[bytes]:
        """`recallsIn`."""
        return {
            recall
            for recall, it in self.recalls.items()
            if (it.scope, it.maker, it.key) == (scope, maker, key) and it.status is not RecallStatus.ENDED
        }

    def _go_on(self, recall: bytes, limit: int) -> None:
        it = self.recalls[recall]
        page = self.scope(it)[it.gone_through :][:limit]
        it.gone_through += len(page)
        for part in page:
            self._mark(recall, part)

    def _mark(self, recall: bytes, part: bytes) -> None:
        it = self.recalls[recall]
        if part in it.marks:
            return
        scrapped = self.things[self.root(part)].status is PartStatus.SCRAPPED
        it.marks[part] = RecallMark.NOT_ACTIONABLE if scrapped else RecallMark.MARKED
        it.live += not scrapped

    def _speaker(self, it: Campaign) -> bytes:
        return it.opened_by if it.scope is RecallScope.LIST else self.makers[it.maker]

    def _speaks(self, it: Campaign, member: bytes) -> None:
        if self._speaker(it) != member:
            raise refused.NotPermittedError(self._speaker(it), member)

    def _may_list(self, member: bytes, part: bytes) -> bool:
        """Who registers the part's maker, or the maker of the machine that it is in."""
        top = self.things[self.root(part)].made
        by_machine = top.machine and self.makers[top.maker] == member
        return by_machine or self.makers[self.things[part].made.maker] == member

    def _known(self, recall: bytes) -> Campaign:
        if recall not in self.recalls:
            raise refused.UnknownRecallError(recall)
        return self.recalls[recall]

    def _reaching(self, recall: bytes) -> Campaign:
        it = self._known(recall)
        if it.status is RecallStatus.ENDED:
            raise refused.RecallStatusMismatchError(recall, it.status)
        return it
