"""What the founders installed stands in the Directory, and only once."""

from brownie import ConsortiumGovernor, EventAnchor, accounts

from scripts.deploy import CONSORTIUM, CONTRACTS, MEMBERS, label, padded


def test_directory_has_every_contract(root):
    names = {label(entry[0]) for entry in root.directory(0, 20)}
    assert names == {*CONTRACTS, "AccessManager"}
    assert root.entryOf(padded("EventAnchor", 32))[1] == EventAnchor[-1].address


def test_first_validators_are_four_in_order(root):
    validators = root.getValidators()
    assert len(validators) == 4
    assert list(validators) == sorted(validators, key=lambda address: int(address, 16))


def test_members_act_by_their_accounts(registry, operations):
    for name, account in operations.items():
        assert registry.authorize(account, 1) == "0x" + padded(name, 16).hex()
    assert len(operations) == len(MEMBERS)


def test_installs_only_once(root, refused):
    with refused("AlreadyInstalled"):
        root.install((CONSORTIUM, [], []), [], {"from": accounts[0]})


def test_only_the_governor_changes_the_directory(root, operations, refused):
    entry = root.entryOf(padded("EventAnchor", 32))
    with refused("CallerNotPermitted"):
        root.setEntry(entry, {"from": operations["manufacturer"]})
    assert root.entryOf(padded("ConsortiumGovernor", 32))[1] == ConsortiumGovernor[-1].address
