// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Assignment, AssignmentStatus, AssignmentTerms, Payable, PaymentAttestation, ReceivableStatus} from
    "contracts/finance/FinanceTypes.sol";
import {FinanceBase} from "./FinanceBase.sol";

/// @dev Any sequence of calls by three banks and the seller leaves the sum of shares within the whole, and the payable
/// slot equal to what its assignments say. Every call may be refused; what counts is what stands afterwards.
contract SharesTest is FinanceBase {
    uint256 private _accepted;

    function setUp() public override {
        super.setUp();
        ready();
    }

    function test_anySequenceKeepsTheWhole(uint256[24] calldata draws) public {
        bytes16[3] memory banks = [BANK_A, BANK_B, BANK_C];
        for (uint256 i = 0; i < draws.length; ++i) {
            uint256 draw = draws[i];
            bytes16 bank = banks[(draw >> 8) % 3];
            uint32 share = _share(draw >> 32);
            bytes32 known = bytes32(1 + (draw >> 16) % (i + 1));
            uint256 action = draw % 5;
            bytes memory call;
            if (action == 0) {
                AssignmentTerms memory terms_ = assignment(bytes32(i + 1), bank, share);
                call = abi.encodeCall(
                    finance.assign, (terms_, none(), signAs(MANUFACTURER, finance.assignmentDigest(terms_)))
                );
            } else if (action == 1) {
                AssignmentTerms memory terms_ = assignment(bytes32(i + 1), bank, share);
                terms_.source = known;
                bytes16 from = banks[(draw >> 64) % 3];
                call = abi.encodeCall(
                    finance.reassign, (terms_, signAs(from, finance.assignmentDigest(terms_)))
                );
            } else if (action == 2) {
                call = abi.encodeCall(finance.discharge, (known, bytes32(0)));
            } else {
                bytes32 id = action == 3 ? known : bytes32(0);
                call = abi.encodeCall(
                    finance.attestPayment, (PaymentAttestation(receivable, id, share, bytes32(i + 1), 0))
                );
            }
            as_(bank);
            (bool done,) = address(finance).call(call);
            if (done) ++_accepted;
            _check();
        }
    }

    /// @dev The sequences above are not all refused: five shares of 200,000 ppm (draw 24) are taken, the others are not.
    function test_aSequenceIsAccepted() public {
        uint256[24] memory draws;
        for (uint256 i = 0; i < draws.length; ++i) {
            draws[i] = (uint256(24) << 32) + 1;
        }
        this.test_anySequenceKeepsTheWhole(draws);
        vm.assertEq(_accepted, 5);
        vm.assertEq(finance.payableOf(receivable).assigned, WHOLE);
    }

    /// @dev Often the ends, and round shares that fill the whole exactly.
    function _share(uint256 draw) private pure returns (uint32) {
        if (draw % 16 == 1) return uint32(0);
        if (draw % 16 == 2) return WHOLE;
        if (draw % 16 == 3) return WHOLE + 1;
        if (draw % 16 < 10) return uint32(draw % 11) * 100_000;
        return uint32(draw % (WHOLE + 1));
    }

    function _check() private view {
        Payable memory slot = finance.payableOf(receivable);
        (, Assignment[] memory all) = finance.assignmentsOf(receivable, 0, type(uint256).max);
        uint256 held;
        uint256 paid = slot.paidToSeller;
        for (uint256 i = 0; i < all.length; ++i) {
            vm.assertLe(all[i].paid, all[i].share);
            vm.assertEq(all[i].status == AssignmentStatus.Active, all[i].paid < all[i].share);
            held += all[i].share;
            paid += all[i].paid;
        }
        vm.assertEq(slot.assigned, held);
        vm.assertEq(slot.paid, paid);
        vm.assertLe(held + slot.paidToSeller, WHOLE);
        vm.assertEq(slot.status == ReceivableStatus.Paid, paid == WHOLE);
    }
}
