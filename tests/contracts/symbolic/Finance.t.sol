// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payable} from "contracts/finance/FinanceTypes.sol";
import {TradeFinance} from "contracts/finance/TradeFinance.sol";
import {Symbolic} from "./Symbolic.sol";

contract FinanceCheck is Symbolic {
    TradeFinance private finance;

    function setUp() public {
        finance = new TradeFinance(root());
        enter("TradeFinance", address(finance));
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
}
