"""A consortium as scripts/deploy.py installs it, undone after each test."""

from contextlib import contextmanager

import pytest
from brownie import MemberRegistry, RecordRegistry, accounts
from brownie.exceptions import VirtualMachineError

from scripts.deploy import MEMBERS, deploy


@pytest.fixture(scope="module")
def root(module_isolation):
    return deploy()


@pytest.fixture(scope="module")
def registry(root):
    return MemberRegistry[-1]


@pytest.fixture(scope="module")
def records(root):
    return RecordRegistry[-1]


@pytest.fixture(autouse=True)
def isolated(root, fn_isolation):
    """Each test starts from the installed consortium."""


@pytest.fixture(scope="module")
def operations(root):
    """A member's name → its Operations account."""
    return dict(zip(MEMBERS, accounts, strict=False))


@pytest.fixture(scope="module")
def outsider(root):
    """An account that no member has."""
    return accounts[len(MEMBERS)]


@pytest.fixture(scope="module")
def refused():
    """`with refused("Problem"):` expects a transaction to revert with the error of this name."""

    @contextmanager
    def expecting(error):
        with pytest.raises(VirtualMachineError) as caught:
            yield
        assert caught.value.revert_msg.split(":")[0] == error

    return expecting
