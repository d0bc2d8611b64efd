// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Assignment,
    AssignmentStatus,
    AssignmentTerms,
    Paper,
    Payable,
    ReceivableStatus
} from "contracts/finance/FinanceTypes.sol";
import {TradeFinance} from "contracts/finance/TradeFinance.sol";
import {Symbolic} from "./Symbolic.sol";

/// @notice The books of one receivable: its slot, two of its assignments, and the sums over all others, which no single
/// call touches. So what is shown holds for any number of assignments.
contract FinanceCheck is Symbolic {
    uint32 private constant WHOLE = 1_000_000;
    TradeFinance private finance;

    struct Others {
        uint32 share;
        uint32 paid;
    }

    struct Books {
        Payable slot;
        Assignment one;
        Assignment other;
    }

    function setUp() public {
        finance = new TradeFinance(root());
        enter("TradeFinance", address(finance));
        consortium.enter("OrderFulfilment", address(consortium));
    }

    /// @notice The payable slot is one word, in the documented order, and nothing else decides what `payableOf` says.
    function check_payableSlotIsOneWord(bytes32 receivable, bytes32 another) external view {
        uint256 word = uint256(vm.load(address(finance), finance.payableSlot(receivable)));
        Payable memory slot = finance.payableOf(receivable);
        bool low = both(uint8(slot.status) == uint8(word), slot.version == uint32(word >> 8));
        bool middle = both(slot.assigned == uint32(word >> 40), slot.paid == uint32(word >> 72));
        bool high = both(slot.paidToSeller == uint32(word >> 104), slot.agreedAt == uint48(word >> 136));
        assert(both(both(low, middle), both(high, slot.dueAt == uint48(word >> 184))));
        assert(receivable == another || finance.payableSlot(receivable) != finance.payableSlot(another));
    }

    /// @notice Two milestones never share a receivable.
    function check_receivableIdsAreDistinct(bytes32 order, bytes32 milestone, bytes32 other, bytes32 code) external view {
        if (finance.receivableId(order, milestone) == finance.receivableId(other, code)) {
            assert(order == other && milestone == code);
        }
    }

    /// @notice An assignment moves a share from the seller to a bank, within what the seller still has.
    /// @custom:halmos --default-bytes-lengths 65 --solver yices
    function check_assignKeepsTheWhole(
        AssignmentTerms calldata terms,
        bytes calldata signature,
        bytes32 other,
        Others calldata others,
        address caller,
        uint40 time
    ) external {
        at(time);
        _assumeBooks(terms.receivable, terms.assignment, other, others);
        consortium.setPayment(finance.receivableOf(terms.receivable).amountCommitment);
        vm.prank(caller);
        finance.assign(terms, new Paper[](0), signature);
        _assertBooks(terms.receivable, terms.assignment, other, others);
    }

    /// @notice A bank passes a share on, within what it holds: no share is made by it.
    /// @custom:halmos --default-bytes-lengths 65 --solver yices
    function check_reassignKeepsTheWhole(
        AssignmentTerms calldata terms,
        bytes calldata signature,
        Others calldata others,
        address caller,
        uint40 time
    ) external {
        at(time);
        _assumeBooks(terms.receivable, terms.assignment, terms.source, others);
        uint32 assigned = finance.payableOf(terms.receivable).assigned;
        vm.prank(caller);
        finance.reassign(terms, signature);
        _assertBooks(terms.receivable, terms.assignment, terms.source, others);
        assert(finance.payableOf(terms.receivable).assigned == assigned);
    }

    /// @notice What is given back is the seller's again.
    /// @custom:halmos --solver yices
    function check_dischargeKeepsTheWhole(
        bytes32 receivable,
        bytes32 one,
        bytes32 other,
        Others calldata others,
        address caller,
        uint40 time
    ) external {
        at(time);
        // Nothing is stored under 0.
        vm.assume(one != 0);
        _assumeBooks(receivable, one, other, others);
        vm.prank(caller);
        finance.discharge(one, 0);
        _assertBooks(receivable, one, other, others);
    }

    function _assumeBooks(bytes32 receivable, bytes32 one, bytes32 other, Others calldata others) private view {
        vm.assume(one != other);
        Books memory books = _books(receivable, one, other);
        vm.assume(both(books.slot.status != ReceivableStatus.None, _holds(books, others)));
    }

    function _assertBooks(bytes32 receivable, bytes32 one, bytes32 other, Others calldata others) private view {
        assert(_holds(_books(receivable, one, other), others));
    }

    function _books(bytes32 receivable, bytes32 one, bytes32 other) private view returns (Books memory books) {
        books.slot = finance.payableOf(receivable);
        books.one = _assignment(receivable, one);
        books.other = _assignment(receivable, other);
    }

    /// @dev Empty when there is none, or when it is one of another receivable.
    function _assignment(bytes32 receivable, bytes32 id) private view returns (Assignment memory found) {
        if (id == 0) return found;
        try finance.assignmentOf(id) returns (Assignment memory stored) {
            if (stored.receivable == receivable) return stored;
        } catch {}
    }

    /// @dev The slot is the sum of its parts, each assignment is paid at most what it holds and active while some of it
    /// is unpaid, no more than the whole is taken, and the receivable is paid when the whole is.
    function _holds(Books memory books, Others calldata others) private pure returns (bool) {
        Payable memory slot = books.slot;
        uint256 share = uint256(others.share) + books.one.share + books.other.share;
        uint256 paid = uint256(others.paid) + books.one.paid + books.other.paid + slot.paidToSeller;
        bool sums = both(slot.assigned == share, slot.paid == paid);
        bool within = both(share + slot.paidToSeller <= WHOLE, others.paid <= others.share);
        bool held = both(_isHeld(books.one), _isHeld(books.other));
        return both(both(sums, within), both(held, (slot.status == ReceivableStatus.Paid) == (paid == WHOLE)));
    }

    function _isHeld(Assignment memory entry) private pure returns (bool) {
        return both(entry.paid <= entry.share, (entry.status == AssignmentStatus.Active) == (entry.paid < entry.share));
    }
}
