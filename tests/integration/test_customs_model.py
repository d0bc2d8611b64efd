"""CustomsCompliance does what the model says: random calls, many of them wrong, on both, step by step.

Each call is made on the model and on the chain; it must be done by both, or refused by both with the same error. After
each, all that the call could have changed is compared, and at the end of an example everything. A stored pre-check is
compared with what it was when it was stored.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from quaychain.contracts.bindings.types import (
    Assessment,
    Finding,
    Movement,
    NamedRecord,
    TariffCode,
)
from quaychain.contracts.types import ViewCall
from tests.contracts.models.chain import TestChain
from tests.contracts.models.customs import Customs
from tests.contracts.models.customs_calls import OPERATIONS, CustomsCalls
from tests.contracts.models.customs_draws import (
    ACTING,
    CODES,
    CONSIGNMENT,
    DAY,
    HOUR,
    JURISDICTIONS,
    ORDER,
    identifiers,
    is_well_formed,
    rules,
)
from tests.contracts.models.customs_terms import (
    NO_ACCOUNT,
    NOTHING,
    Party,
)
from tests.contracts.models.draw import build, pick, some, such

pytestmark = pytest.mark.integration

SEEDS = st.integers(0, 2**32 - 1)


class CustomsMachine(CustomsCalls, RuleBasedStateMachine):
    """An example: a world that most calls need, then whatever happens."""

    def _begin(self) -> None:
        """A chain on which nothing has happened, and a model of it; both authorities have their jurisdictions."""
        self._undo = self.chain.undone()
        self._undo.__enter__()
        chain, self.customs = self.chain, self.chain.customs
        self.start = chain.now
        self.model = Customs(
            Party(member.id, member.kind, member.seat, account)
            for key, member in chain.members.items()
            for account in [chain.account(key) if member.accounts else NO_ACCOUNT]
        )
        #: Pre-checks as they were stored, by declaration.
        self.stored: dict[bytes, list[tuple[Assessment, tuple[Finding, ...]]]] = {}
        self.vote(lambda: self.model.assign_jurisdiction(b"GB", self.id("customs_mirrored")), self.assigned(b"GB"))
        self.act("customs_overseas", self.model.claim_jurisdiction, self.customs.claim_jurisdiction, b"NL")

    @initialize(seed=SEEDS)
    def begin(self, seed: int) -> None:
        """And what most examples need: a rule book, somebody who checks and issues, documents, a declaration."""
        source, self.steps = Random(seed), 0
        self._begin()
        for number, given in enumerate(some(some(such(rules, is_well_formed), 3, 9), 1, 2)(source), 1):
            self.published("customs_overseas", b"NL", number, self.start + (number - 1) * DAY, b"\x22" * 32)
            self.added("customs_overseas", b"NL", number, given)
            self.finished("customs_overseas", b"NL", number, "seal")
        self.designate(b"GB", "buyer")
        for jurisdiction in JURISDICTIONS:
            self.appoint_checker("ruler", jurisdiction, "surveyor", True)
        for number in range(6):
            record = f"record {number}".encode().ljust(32, b"\0")
            issuer = "surveyor" if number == 3 else "manufacturer"
            self.a_record(issuer, record, CODES[number % 3], source.choice((0, 0, 1, 2)), ORDER, (0, None))
        named = some(build(NamedRecord, identifiers("record", 6), pick([1])), 3, 9, lambda item: item.record)(source)
        named = [item for item in named if item.record != NOTHING]
        movement = Movement(
            b"NL", TariffCode(84261900, 8), b"CN", b"NL", b"4000", 1, self.start + DAY, ORDER, CONSIGNMENT
        )
        declaration = b"declaration 0".ljust(32, b"\0")
        if self.act("buyer", self.model.declare, self.customs.declare, declaration, movement, NOTHING, named):
            self.remember(declaration)

    def teardown(self) -> None:
        if hasattr(self, "_undo"):
            self.everything()
            self._undo.__exit__(None, None, None)

    @rule(seed=SEEDS)
    def something_happens(self, seed: int) -> None:
        self.steps += 1
        source = Random(seed + self.steps)
        name, drawn = pick(OPERATIONS)(source)
        arguments = {key: draw(source) for key, draw in drawn.items()}
        note(f"{name}({', '.join(f'{key}={value!r}' for key, value in arguments.items())})")
        getattr(self, name)(**arguments)

    @invariant()
    def stored_pre_checks_never_change(self) -> None:
        if not hasattr(self, "stored"):
            return
        views: list[ViewCall[Any]] = []
        expected: list[Any] = []
        for declaration, prechecks in self.stored.items():
            for number, (assessment, findings) in enumerate(prechecks, 1):
                views += self.customs.assessment_of(declaration, number), self.customs.findings_of(declaration, number)
                expected += assessment, findings
        assert self.chain.read_many(views) == expected

    def everything(self) -> None:
        """All views answer what the model says."""
        compared = list(self._views())
        answers = self.chain.read_many([view for view, _ in compared])
        for (view, expected), answer in zip(compared, answers, strict=True):
            assert answer == expected, f"{view}: {answer!r} instead of {expected!r}"

    def _views(self) -> Iterator[tuple[ViewCall[Any], Any]]:
        model, customs = self.model, self.customs
        for name, place in model.jurisdictions.items():
            yield customs.jurisdiction_of(name), place
            for moment in (0, HOUR, DAY, DAY + 1, 30 * DAY):
                yield customs.rule_book_at(name, self.start + moment), model.rule_book_at(name, self.start + moment)
        for (name, version), book in model.books.items():
            yield customs.rule_book_of(name, version), book.book
            yield customs.rules_of(name, version, 0, 100), tuple(book.rules)
        for name, issuer, document in list(model.periods):
            for time in (self.start, self.start + DAY, self.start + DAY + 1):
                expected = model.was_authorized(name, document, issuer, time)
                yield customs.was_authorized(name, document, issuer, time), expected
        for name in JURISDICTIONS:
            for member in ACTING:
                yield customs.is_checker(name, self.id(member)), (name, self.id(member)) in model.checkers
        for record, known in model.records.items():
            yield customs.certificate_on(record), model.certificate_on.get(record, NOTHING)
            for number in range(1, len(known.versions) + 1):
                for name in JURISDICTIONS:
                    named = NamedRecord(record, number)
                    yield customs.inconsistencies_of(name, named), model.inconsistencies(name, named)
        for certificate, held in model.certificates.items():
            yield customs.certificate_of(certificate), held
        for declaration, dossier in model.dossiers.items():
            yield customs.declaration_of(declaration), dossier.declaration
            yield customs.decisions_of(declaration, 0, 100), tuple(dossier.decisions)
            for number, (assessment, findings) in enumerate(dossier.prechecks, 1):
                yield customs.assessment_of(declaration, number), assessment
                yield customs.findings_of(declaration, number), findings
        for attestation, (attested, _) in model.attestations.items():
            yield customs.attestation_of(attestation), attested
        for pack, submitted in model.packs.items():
            yield customs.evidence_pack_of(pack), submitted
        for (pack, signer), signature in model.signatures.items():
            yield customs.pack_signature_of(pack, signer), signature


def _run(chain: TestChain, examples: int, steps: int) -> None:
    machine = type("Machine", (CustomsMachine,), {"chain": chain})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


def test_the_contract_does_what_the_model_says(chain: TestChain) -> None:
    _run(chain, examples=int(os.environ.get("QC_MODEL_EXAMPLES", "6")), steps=50)


@pytest.mark.slow
def test_the_contract_does_what_the_model_says_at_length(chain: TestChain) -> None:
    _run(chain, examples=150, steps=120)
