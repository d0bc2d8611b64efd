"""From the deployed consortium to money: newcomers admitted, an order, its machine's events, its milestone financed."""

import pytest
from brownie import ConsortiumGovernor, EventAnchor, OrderFulfilment, TradeFinance, accounts, chain, web3

from scripts.deploy import member_of, padded, rpc

DAY = 86_400
NOTHING = bytes(32)
ORDER, STREAM, PARTITION = (web3.keccak(text=text) for text in ("order", "stream", "partition"))
SHIPPED, ACCEPTED, TAKEN_OVER = (web3.keccak(text=text) for text in ("shipped", "accepted", "taken over"))
AMOUNT = web3.keccak(text="7,000,000 and a salt")
INVOICE, BILL = (web3.keccak(text=text) for text in ("invoice number", "bill of lading"))
CID = bytes.fromhex("01551220") + web3.keccak(text="sealed batch")
#: Sealed records of which nothing is said here.
NO_EVIDENCE = (NOTHING, 0, 0)


@pytest.fixture
def newcomers(registry, governor):
    """A maker, a buyer and two banks whose keys are at hand, admitted by the Governor as after a vote."""
    kinds = {"maker": "Manufacturer", "taker": "Buyer", "lender": "Bank", "other lender": "Bank"}
    members = {}
    for name, kind in kinds.items():
        operations, oracle = accounts.add(), accounts.add()
        admitted = [
            (operations.address, member_of("AccountPurpose", "Operations"), 0, 0),
            (oracle.address, member_of("AccountPurpose", "Oracle"), 0, 0),
        ]
        member = padded(name, 16)
        registry.admit(
            (member, member_of("MemberKind", kind), member_of("Seat", "Query"), operations, admitted, 0, b""),
            {"from": governor},
        )
        members[name] = (member, operations, oracle)
    return members


@pytest.fixture
def governor(root):
    """The account that only a vote moves."""
    location = ConsortiumGovernor[-1].address
    rpc("anvil_impersonateAccount", location)
    return accounts.at(location, force=True)


def signed(account, digest):
    """An account's signature of an EIP-712 digest."""
    return web3.eth.account.unsafe_sign_hash(bytes(digest), account.private_key).signature


def test_from_the_order_to_the_money(newcomers, refused):
    (maker, maker_account, oracle), (taker, taker_account, _) = newcomers["maker"], newcomers["taker"]
    (lender, bank, _), (_, other_bank, _) = newcomers["lender"], newcomers["other lender"]
    orders, anchors, finance = OrderFulfilment[-1], EventAnchor[-1], TradeFinance[-1]

    # The order, signed by both sides and sent by one.
    now = chain.time()
    milestones = [
        (SHIPPED, 10, 0, bytes(16), now + 30 * DAY, now + 30 * DAY, AMOUNT),
        (TAKEN_OVER, 2, 0, bytes(16), now + 60 * DAY, now + 60 * DAY, NOTHING),
        (ACCEPTED, 0, 0, bytes(16), now + 400 * DAY, now + 400 * DAY, NOTHING),
    ]
    terms = (
        ORDER,
        1,
        maker,
        taker,
        web3.keccak(text="terms"),
        NOTHING,
        web3.keccak(text="calendar"),
        now,
        now + 7 * DAY,
        14 * DAY,
        2 * DAY,
        365 * DAY,
        TAKEN_OVER,
        ACCEPTED,
        milestones,
    )
    digest = orders.orderDigest(terms)
    signatures = signed(maker_account, digest), signed(taker_account, digest)
    agreed = orders.agreeOrder(terms, *signatures, {"from": maker_account})
    assert agreed.events["OrderAgreed"]["order"] == "0x" + ORDER.hex().removeprefix("0x")

    # The machine's events, anchored in sequence; what is sent twice is refused.
    anchors.openStream(STREAM, PARTITION, {"from": oracle})
    batch = (STREAM, 1, 1, 1024, web3.keccak(text="root"), CID)
    anchors.anchor(*batch, {"from": oracle})
    with refused("SequenceMismatch"):
        anchors.anchor(*batch, {"from": oracle})
    assert anchors.streamOf(STREAM)[3] == 1025

    # The milestone is complete, the buyer agrees to pay, and one bank has the whole before the other one.
    orders.completeMilestone(ORDER, SHIPPED, NO_EVIDENCE, chain.time(), {"from": maker_account})
    papers = [(INVOICE, member_of("PaperElement", "InvoiceNumber"))]
    receivable = finance.receivableId(ORDER, SHIPPED)
    finance.createReceivable(ORDER, SHIPPED, NOTHING, bytes(16), papers, {"from": maker_account})
    finance.agreeToPay(receivable, AMOUNT, chain.time() + 90 * DAY, NOTHING, {"from": taker_account})
    share = (web3.keccak(text="share"), receivable, 1, NOTHING, lender, 1_000_000, NOTHING, NOTHING, now + 9 * DAY)
    signature = signed(maker_account, finance.assignmentDigest(share))
    finance.assign(share, [(BILL, member_of("PaperElement", "TransportDocumentNumber"))], signature, {"from": bank})
    with refused("FingerprintAlreadyBound"):
        finance.claimPapers(web3.keccak(text="claim"), papers, {"from": other_bank})
    paid = finance.attestPayment(
        (receivable, share[0], 1_000_000, web3.keccak(text="payment"), NOTHING), {"from": bank}
    )
    assert "ReceivablePaid" in paid.events
    assert finance.payableOf(receivable)[0] == member_of("ReceivableStatus", "Paid")


def test_only_a_vote_suspends(registry, governor, operations, refused):
    with refused("AccessManagedUnauthorized"):
        registry.suspend(padded("bank", 16), 1, {"from": operations["manufacturer"]})
    registry.suspend(padded("bank", 16), 1, {"from": governor})
    with refused("MemberNotActive"):
        registry.authorize.transact(operations["bank"], 1, {"from": operations["bank"]})
