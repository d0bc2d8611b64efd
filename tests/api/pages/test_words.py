"""Whatever the contracts and the tables can say, the pages have a word for."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path

import pytest

from quaychain.api.indexer.registry import CONTRACTS
from quaychain.api.indexer.values import named
from quaychain.api.pages.happenings import ARGUMENTS, EVENTS
from quaychain.api.pages.language import Catalogue
from quaychain.api.pages.papers import UNTDID_1001
from quaychain.api.pages.words import WORDS, word
from quaychain.api.permissions import Capacity, Role
from quaychain.contracts.bindings import types
from quaychain.contracts.events.envelope import EventKind
from quaychain.contracts.sealing import DisclosureClass
from quaychain.scripts.demo.scenario import load

_ARTIFACTS = Path(__file__).resolve().parents[3] / "contracts" / "artifacts"
#: Kind of code → the enumeration that it comes from.
_ENUMERATIONS: dict[str, type[Enum]] = {
    "order": types.OrderStatus,
    "milestone": types.MilestoneStatus,
    "hold point": types.HoldPoint,
    "cause of a move": types.ScheduleCause,
    "sub-order": types.SubOrderStatus,
    "change": types.ChangeStatus,
    "delay claim": types.DelayClaimStatus,
    "snag": types.SnagStatus,
    "class of a snag": types.SnagClass,
    "dispute": types.DisputeStatus,
    "declaration": types.DeclarationStatus,
    "pre-check": types.AssessmentOutcome,
    "finding": types.FindingStatus,
    "decision": types.Decision,
    "source of a decision": types.DecisionSource,
    "certificate": types.CertificateStatus,
    "rule book": types.RuleBookStatus,
    "record": types.RecordStatus,
    "receivable": types.ReceivableStatus,
    "assignment": types.AssignmentStatus,
    "paper": types.PaperStatus,
    "element of a paper": types.PaperElement,
    "guarantee": types.GuaranteeStatus,
    "kind of guarantee": types.GuaranteeKind,
    "demand": types.DemandStatus,
    "part": types.PartStatus,
    "result of an inspection": types.InspectionResult,
    "purpose of a hand-over": types.HandOverPurpose,
    "work order": types.WorkOrderStatus,
    "recall": types.RecallStatus,
    "core": types.CoreStatus,
    "scope of a recall": types.RecallScope,
    "mark of a recall": types.RecallMark,
    "event": EventKind,
    "member": types.MemberStatus,
    "kind of member": types.MemberKind,
    "seat": types.Seat,
    "role": Role,
    "disclosure class": DisclosureClass,
    "evidence": types.EvidenceKind,
}
#: Events of OpenZeppelin's contracts that say nothing to a reader of a timeline.
_UNTOLD = {"AuthorityUpdated", "EIP712DomainChanged", "ProposalThresholdSet", "VoteCast", "VoteCastWithParams"}


@pytest.mark.parametrize(("kind", "enumeration"), _ENUMERATIONS.items())
def test_every_code_of_the_contracts_has_a_word(kind: str, enumeration: type[Enum]) -> None:
    codes = {named(each) for each in enumeration if each.value != 0}
    assert set(WORDS[kind]) == codes


def test_every_capacity_has_a_word() -> None:
    assert set(WORDS["capacity"]) == {each.value for each in Capacity} - {"any"}


def test_every_event_of_the_contracts_has_a_sentence() -> None:
    told = set()
    for contract in CONTRACTS:
        abi = json.loads((_ARTIFACTS / f"{contract}.json").read_text("utf-8"))["abi"]
        told |= {entry["name"] for entry in abi if entry["type"] == "event"}
    assert told - set(EVENTS) - _UNTOLD == set()
    assert set(EVENTS) - told == set()


def test_arguments_are_read_by_words_that_exist() -> None:
    plain = {"member", "time", "span", "days", "share", "number", "text", "ascii"}
    assert {kind for _, kind in ARGUMENTS.values()} - plain - set(WORDS) == set()


def test_every_document_of_the_scenario_has_a_name() -> None:
    assert {each["untdid1001"] for each in load().raw["documents"]} - set(UNTDID_1001) == set()


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert word("order", "half_sunk", Catalogue({})).text == "half sunk"
