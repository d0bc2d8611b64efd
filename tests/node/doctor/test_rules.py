"""Each fault that the doctor knows is found where it is, and nothing else with it; nothing is where all is well."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.types import to_address
from quaychain.node.card import MemberCard
from quaychain.node.charter import VotingParameters
from quaychain.node.doctor.card_rules import card_findings
from quaychain.node.doctor.chain_facts import Pool
from quaychain.node.doctor.chain_rules import (
    allowlist_findings,
    current_round,
    network_findings,
    node_findings,
)
from quaychain.node.doctor.finding import FIXES, Fault, Finding
from quaychain.node.doctor.folder_rules import folder_findings, folders_findings
from quaychain.node.machine.allowlists import Allowlists
from quaychain.node.process.besu import BesuTooOldError, JavaTooOldError, NoBesuError
from quaychain.node.process.state import NodeState
from tests.node.conftest import Founding

from . import healthy

Case = Callable[[Founding], list[Finding]]
CASES: dict[str, tuple[Fault, Case]] = {}


def finds(fault: Fault) -> Callable[[Case], Case]:
    """A case in which this fault, and no other, is to be found."""

    def register(case: Case) -> Case:
        CASES[case.__name__] = (fault, case)
        return case

    return register


def of_folder(founding: Founding, **changes: Any) -> list[Finding]:
    return list(folder_findings(replace(healthy.folder(founding), **changes)))


def of_config(founding: Founding, **options: Any) -> list[Finding]:
    config = dict(healthy.folder(founding).config or {})
    return of_folder(founding, config={**config, **{name.replace("_", "-"): value for name, value in options.items()}})


def of_genesis(founding: Founding, change: Callable[[dict[str, Any]], object]) -> list[Finding]:
    """A genesis that all agree on, and that is wrong: else it would be another's genesis, too."""
    genesis = json.loads(healthy.folder(founding).genesis or b"")
    change(genesis)
    data = json.dumps(genesis).encode()
    return of_folder(founding, genesis=data, expected_genesis=data)


def of_node(founding: Founding, **changes: Any) -> list[Finding]:
    node = replace(healthy.running(founding), **changes)
    return list(node_findings(node, healthy.expected(founding), healthy.settings(founding)))


def of_network(founding: Founding, **changes: Any) -> list[Finding]:
    """Two nodes, the second of which is changed."""
    keys = [enode.public_key for enode in healthy.enodes(founding)]
    first = healthy.running(founding)
    second = replace(first, name="b", public_key=keys[1], peers=(keys[0], *keys[2:]))
    return list(network_findings([first, replace(second, **changes)], healthy.expected(founding)))


def stalled(founding: Founding, **changes: Any) -> list[Finding]:
    return of_node(founding, asked_at=healthy.NOW + 60, moved=False, **changes)


def of_card(founding: Founding, card: MemberCard) -> list[Finding]:
    return list(card_findings(card, founding.charter, founding.cards[1:]))


def test_nothing_is_found_where_all_is_well(founding: Founding) -> None:
    facts = healthy.folder(founding)
    node, expected = healthy.running(founding), healthy.expected(founding)
    assert not of_folder(founding)
    assert not list(folders_findings([facts]))
    assert not of_node(founding)
    assert not list(allowlist_findings(node, facts))
    assert not of_network(founding)
    assert not of_card(founding, founding.cards[0])
    assert not list(network_findings([], expected))


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_found_and_no_other(name: str, founding: Founding) -> None:
    fault, case = CASES[name]
    found = case(founding)
    assert [finding.fault for finding in found] == [fault] * len(found)
    assert found
    assert all(finding.where and finding.seen and finding.fix for finding in found)


def test_every_fault_has_a_case_and_a_fix() -> None:
    # In test_examine.py, and with a real Besu: they take asking.
    elsewhere = {Fault.UNREACHABLE, Fault.ALLOWLIST_NOT_DECIDED}
    assert {fault for fault, _ in CASES.values()} | elsewhere == set(Fault) == set(FIXES)


@finds(Fault.UNREADABLE_FILE)
def a_file_that_cannot_be_read(founding: Founding) -> list[Finding]:
    return of_folder(founding, unreadable={Path("/node/charter.json"): "no JSON document"}, charter=None)


@finds(Fault.UNREADABLE_FILE)
def a_genesis_that_is_none(founding: Founding) -> list[Finding]:
    return of_folder(founding, genesis=b"[]")


@finds(Fault.OTHER_GENESIS)
def a_genesis_that_cards_do_not_make(founding: Founding) -> list[Finding]:
    genesis = json.loads(healthy.folder(founding).genesis or b"")
    genesis["timestamp"] = "0x1"
    return of_folder(founding, genesis=json.dumps(genesis).encode())


@finds(Fault.IGNORED_GENESIS_KEY)
def a_key_that_besu_passes_over(founding: Founding) -> list[Finding]:
    return of_genesis(founding, lambda genesis: genesis["config"]["qbft"].update(xemptyblockperiodseconds=60))


@finds(Fault.GENESIS_WITH_GAS_PRICE)
def a_base_fee(founding: Founding) -> list[Finding]:
    return of_genesis(founding, lambda genesis: genesis["config"].pop("zeroBaseFee"))


@finds(Fault.GENESIS_WITHOUT_VALIDATOR_CONTRACT)
def header_voting(founding: Founding) -> list[Finding]:
    return of_genesis(founding, lambda genesis: genesis["config"]["qbft"].pop("validatorcontractaddress"))


@finds(Fault.REQUEST_TIMEOUT_TOO_SHORT)
def a_timeout_as_short_as_the_period(founding: Founding) -> list[Finding]:
    return of_genesis(founding, lambda genesis: genesis["config"]["qbft"].update(requesttimeoutseconds=1))


@finds(Fault.OTHER_CHAIN_ID)
def a_chain_id_in_node_json_of_another_chain(founding: Founding) -> list[Finding]:
    return of_folder(founding, settings=healthy.settings(founding).model_copy(update={"chain_id": 1}))


@finds(Fault.OTHER_CHAIN_ID)
def a_node_with_another_chain_id(founding: Founding) -> list[Finding]:
    return of_node(founding, chain_id=1)


@finds(Fault.MIN_GAS_PRICE)
def a_gas_price_in_the_configuration(founding: Founding) -> list[Finding]:
    return of_config(founding, min_gas_price=1000)


@finds(Fault.MIN_GAS_PRICE)
def a_gas_price_in_force(founding: Founding) -> list[Finding]:
    return of_node(founding, gas_price=1000)


@finds(Fault.POOL_LIMITS)
def a_share_of_the_pool_as_small_as_by_default(founding: Founding) -> list[Finding]:
    return of_config(founding, tx_pool_limit_by_account_percentage=0.001)


@finds(Fault.STORAGE_OR_SYNC_MODE)
def snap_sync(founding: Founding) -> list[Finding]:
    return of_config(founding, sync_mode="SNAP")


@finds(Fault.PERMISSIONS_OFF)
def a_configuration_without_permissions(founding: Founding) -> list[Finding]:
    return of_config(founding, permissions_nodes_config_file_enabled=False)


@finds(Fault.PERMISSIONS_OFF)
def no_allowlists_in_force(founding: Founding) -> list[Finding]:
    node = replace(healthy.running(founding), allowed_nodes=None)
    return list(allowlist_findings(node, healthy.folder(founding)))


@finds(Fault.CHANGED_CONFIG)
def an_option_that_nobody_wrote(founding: Founding) -> list[Finding]:
    return of_config(founding, miner_enabled=True)


@finds(Fault.EXPOSED_RPC)
def json_rpc_for_strangers(founding: Founding) -> list[Finding]:
    facts = healthy.folder(founding)
    changed = {**(facts.config or {}), "rpc-http-host": "0.0.0.0"}
    return of_folder(founding, config=changed, expected_config=changed)


@finds(Fault.MISSING_STATIC_NODE)
def a_peer_that_is_not_dialled(founding: Founding) -> list[Finding]:
    return of_folder(founding, static_nodes=(healthy.folder(founding).static_nodes or ())[1:])


@finds(Fault.ALLOWLIST_WITHOUT_PEER)
def a_peer_that_is_dialled_and_not_allowed(founding: Founding) -> list[Finding]:
    facts = healthy.folder(founding)
    assert facts.allowlists and facts.static_nodes
    nodes = tuple(enode for enode in facts.allowlists.nodes if enode != facts.static_nodes[0])
    return of_folder(founding, allowlists=Allowlists(nodes, facts.allowlists.accounts))


@finds(Fault.ALLOWLIST_WITHOUT_SELF)
def a_node_that_does_not_allow_itself(founding: Founding) -> list[Finding]:
    facts = healthy.folder(founding)
    assert facts.allowlists and facts.static_nodes
    return of_folder(founding, allowlists=Allowlists(facts.static_nodes, facts.allowlists.accounts))


@finds(Fault.ALLOWLIST_NOT_IN_FORCE)
def an_older_allowlist_in_force(founding: Founding) -> list[Finding]:
    node = healthy.running(founding)
    assert node.allowed_accounts
    fewer = frozenset(list(node.allowed_accounts)[1:])
    return list(allowlist_findings(replace(node, allowed_accounts=fewer), healthy.folder(founding)))


@finds(Fault.OPEN_FILE_MODE)
def a_key_that_others_may_read(founding: Founding) -> list[Finding]:
    return of_folder(founding, modes={Path("/node/key.json"): 0o644})


@finds(Fault.KEY_NOT_ON_CARD)
def another_keystore(founding: Founding) -> list[Finding]:
    return of_folder(founding, key_address=healthy.enodes(founding)[1].address)


@finds(Fault.KEY_NOT_ON_CARD)
def another_key_in_use(founding: Founding) -> list[Finding]:
    other = healthy.enodes(founding)[1]
    return of_node(founding, public_key=other.public_key)


@finds(Fault.MISSING_PASSWORD)
def no_password(founding: Founding) -> list[Finding]:
    return of_folder(founding, password_missing=Path("/node/password"))


@finds(Fault.SAME_KEY_TWICE)
def two_folders_with_one_key(founding: Founding) -> list[Finding]:
    facts = healthy.folder(founding)
    return list(folders_findings([facts, replace(facts, name="b")]))


@finds(Fault.SAME_KEY_TWICE)
def two_nodes_with_one_key(founding: Founding) -> list[Finding]:
    first = healthy.running(founding)
    return of_network(founding, public_key=first.public_key, peers=first.peers)


@finds(Fault.SAME_KEY_TWICE)
def two_cards_with_one_validator(founding: Founding) -> list[Finding]:
    card, other = founding.cards[0], founding.cards[4].card
    keys = founding.keys[0]
    changed = keys.make_card(
        founding.charter, "Twice", card.card.kind, b"a password of the tests", keys.loopback_places(40_000)
    )
    assert other.member != card.card.member
    return list(card_findings(changed, founding.charter, founding.cards))


@finds(Fault.DISK_NEARLY_FULL)
def a_full_disk(founding: Founding) -> list[Finding]:
    return of_folder(founding, disk_free=1 << 30)


@finds(Fault.BESU_MISSING)
def no_besu(founding: Founding) -> list[Finding]:
    return of_folder(founding, besu_problem=NoBesuError("it is not on the PATH"))


@finds(Fault.BESU_TOO_OLD)
def an_old_besu_installed(founding: Founding) -> list[Finding]:
    return of_folder(founding, besu_problem=BesuTooOldError("/opt/besu", "26.3.0"))


@finds(Fault.BESU_TOO_OLD)
def an_old_besu_running(founding: Founding) -> list[Finding]:
    return of_node(founding, client="besu/v26.3-develop-3fd224e/linux-x86_64/openjdk-java-25")


@finds(Fault.JAVA_TOO_OLD)
def an_old_java_installed(founding: Founding) -> list[Finding]:
    return of_folder(founding, besu_problem=JavaTooOldError("/opt/besu", 21))


@finds(Fault.JAVA_TOO_OLD)
def an_old_java_running(founding: Founding) -> list[Finding]:
    return of_node(founding, client="besu/v26.8.0/linux-x86_64/openjdk-java-21")


@finds(Fault.LAB_VOTING_TIMES)
def votes_of_seconds_between_real_machines(founding: Founding) -> list[Finding]:
    facts = healthy.folder(founding)
    assert facts.charter
    charter = facts.charter.model_copy(update={"voting": VotingParameters(delay=2, period=20, time_lock=5)})
    cards = list(facts.cards)
    validator = cards[1].card.validator
    assert validator
    moved = cards[1].card.model_copy(update={"validator": validator.model_copy(update={"host": "b.example.org"})})
    cards[1] = MemberCard(card=moved, signatures=cards[1].signatures)
    return of_folder(founding, charter=charter, cards=tuple(cards))


@finds(Fault.TOO_FEW_VALIDATORS)
def a_pilot(founding: Founding) -> list[Finding]:
    facts = healthy.folder(founding)
    assert facts.charter
    return of_folder(founding, charter=facts.charter.model_copy(update={"pilot": True}), cards=facts.cards[:2])


@finds(Fault.TOO_FEW_VALIDATORS)
def a_set_of_three(founding: Founding) -> list[Finding]:
    three = healthy.validators(founding)
    own = healthy.enodes(founding)[0].address
    kept = (own, *(validator for validator in three if validator != own))[:3]
    return of_node(founding, validators=kept, recent=healthy.blocks(kept))


@finds(Fault.UNKNOWN_HOST)
def a_host_without_an_address(founding: Founding) -> list[Finding]:
    return of_folder(founding, resolved={"b.example.org": ()})


@finds(Fault.HOST_ON_LOOPBACK)
def a_peer_on_loopback(founding: Founding) -> list[Finding]:
    own = healthy.settings(founding)
    public = own.model_copy(update={"p2p": own.p2p.model_copy(update={"host": "198.51.100.7"})})
    return of_folder(founding, settings=public, resolved={"b.example.org": ("127.0.1.1",)})


@finds(Fault.FENCED)
def a_fence(founding: Founding) -> list[Finding]:
    return of_folder(founding, fenced="restored from a backup of another machine")


@finds(Fault.DEAD_SUPERVISOR)
def a_supervisor_that_was_killed(founding: Founding) -> list[Finding]:
    return of_folder(founding, state=NodeState(pid=4711, phase="running", since=healthy.NOW, besu="/opt/besu"))


@finds(Fault.RESTARTING)
def a_besu_that_ends_again_and_again(founding: Founding) -> list[Finding]:
    state = NodeState(pid=4711, phase="waiting", since=healthy.NOW, besu="/opt/besu", restarts=5)
    return of_folder(founding, state=state, supervised=True)


@finds(Fault.OTHER_CHAIN)
def another_block_0(founding: Founding) -> list[Finding]:
    return of_node(founding, genesis=b"\x02" * 32)


@finds(Fault.ROOT_CODE)
def other_code_at_the_roots_address(founding: Founding) -> list[Finding]:
    return of_node(founding, root_code=b"")


@finds(Fault.CLOCK)
def a_head_from_the_future(founding: Founding) -> list[Finding]:
    return of_node(founding, asked_at=healthy.NOW - 30)


@finds(Fault.CLOCK)
def blocks_that_come_but_are_old(founding: Founding) -> list[Finding]:
    return of_node(founding, asked_at=healthy.NOW + 60, moved=True)


@finds(Fault.LOST_QUORUM)
def two_of_four_are_gone(founding: Founding) -> list[Finding]:
    return stalled(founding, peers=healthy.running(founding).peers[:1])


@finds(Fault.DOUBLED_ROUND_TIMEOUT)
def three_are_back_and_wait(founding: Founding) -> list[Finding]:
    return stalled(founding, peers=healthy.running(founding).peers[:2])


@finds(Fault.MANY_ROUNDS)
def every_second_block_in_round_one(founding: Founding) -> list[Finding]:
    return of_node(founding, recent=healthy.blocks(healthy.validators(founding), rounds=(0, 1)))


@finds(Fault.SILENT_VALIDATOR)
def one_never_proposes(founding: Founding) -> list[Finding]:
    three = healthy.validators(founding)[:3]
    return of_node(founding, recent=healthy.blocks(three, rounds=(0, 0, 1)))


@finds(Fault.FEW_PEERS)
def two_nodes_that_do_not_see_each_other(founding: Founding) -> list[Finding]:
    own = healthy.enodes(founding)[0].public_key
    return of_network(founding, peers=tuple(key for key in healthy.running(founding).peers if key != own))


@finds(Fault.BEHIND)
def a_node_that_is_behind(founding: Founding) -> list[Finding]:
    return of_network(founding, recent=healthy.running(founding).recent[:10])


@finds(Fault.FORK)
def two_blocks_of_one_height(founding: Founding) -> list[Finding]:
    blocks = list(healthy.running(founding).recent)
    blocks[-3] = replace(blocks[-3], hash=b"\xff" * 32)
    return of_network(founding, recent=tuple(blocks))


@finds(Fault.NOT_A_VALIDATOR)
def a_validator_that_the_set_has_not(founding: Founding) -> list[Finding]:
    own = healthy.enodes(founding)[0].address
    others = tuple(validator for validator in healthy.validators(founding) if validator != own)
    four = (*others, to_address(b"\x11" * 20))
    return of_node(founding, validators=four, recent=healthy.blocks(four))


@finds(Fault.UNDECLARED_VALIDATOR)
def a_query_node_in_the_set(founding: Founding) -> list[Finding]:
    node = healthy.running(founding)
    query = healthy.settings(founding).model_copy(update={"role": "query"})
    return list(node_findings(node, healthy.expected(founding), query))


@finds(Fault.POOL_FULL)
def a_pool_without_room(founding: Founding) -> list[Finding]:
    return of_node(founding, pool=Pool(8000, 8192))


@finds(Fault.CARD_SIGNATURE)
def a_card_that_was_changed(founding: Founding) -> list[Finding]:
    card = founding.cards[0]
    changed = card.card.model_copy(update={"name": "Somebody else"})
    return of_card(founding, MemberCard(card=changed, signatures=card.signatures))


@finds(Fault.CARD_OF_OTHER_CONSORTIUM)
def a_card_for_another_charter(founding: Founding) -> list[Finding]:
    other = founding.charter.model_copy(update={"nonce": bytes(16)})
    return list(card_findings(founding.cards[0], other, []))


def test_a_transition_that_members_agreed_on_is_no_other_genesis(founding: Founding) -> None:
    """After a lost quorum, `transitions` names validators; the rest of the genesis stays as it was."""
    genesis = json.loads(healthy.folder(founding).genesis or b"")
    genesis["config"]["transitions"] = {"qbft": [{"block": 900, "validators": []}]}
    assert not of_folder(founding, genesis=json.dumps(genesis).encode())


def test_all_interfaces_of_a_container_are_its_own(founding: Founding) -> None:
    facts = healthy.folder(founding)
    changed = {**(facts.config or {}), "rpc-http-host": "0.0.0.0"}
    assert not of_folder(founding, config=changed, expected_config=changed, in_container=True)


def test_a_young_set_is_not_silent(founding: Founding) -> None:
    """A validator that has just entered had no turn yet."""
    three = healthy.validators(founding)[:3]
    assert not of_node(founding, recent=healthy.blocks(three)[-15:])


@given(st.floats(0, 100_000), st.integers(1, 60))
def test_a_round_ends_when_its_doubled_timeouts_do(waited: float, timeout: int) -> None:
    number, left = current_round(waited, timeout)
    assert 0 < left <= timeout * 2**number
    assert abs(timeout * (2 ** (number + 1) - 1) - waited - left) < 0.01


def test_one_node_that_is_stopped_is_said_by_name(founding: Founding) -> None:
    absent = [enode.address for enode in healthy.enodes(founding)[2:4]]
    found = stalled(founding, peers=healthy.running(founding).peers[:1])
    assert all(address in found[0].seen for address in absent)
