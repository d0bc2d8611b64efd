// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, IMemberRegistry} from "contracts/access/IMemberRegistry.sol";
import {IPartProvenance} from "contracts/provenance/IPartProvenance.sol";
import {PartProvenance} from "contracts/provenance/PartProvenance.sol";
import {HandOverPurpose, InspectionResult, PartRegistration, RecallScope} from "contracts/provenance/PartTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {Workshop} from "./Workshop.sol";

/// @notice Every write asks first who calls: an Operations account of an active member, of the contract in the Directory.
contract CallersTest is Workshop {
    function test_strangersWriteNothing() public {
        bytes memory unknown = abi.encodeWithSelector(IMemberRegistry.UnknownAccount.selector, address(this));
        bytes[] memory calls = _writes();
        for (uint256 i = 0; i < calls.length; ++i) {
            _isRefused(calls[i], unknown);
        }
    }

    function test_notByAccountsForAnotherPurpose() public {
        bytes memory mismatch = abi.encodeWithSelector(
            IMemberRegistry.AccountPurposeMismatch.selector,
            oracle(MANUFACTURER),
            AccountPurpose.Operations,
            AccountPurpose.Oracle
        );
        bytes[] memory calls = _writes();
        for (uint256 i = 0; i < calls.length; ++i) {
            vm.prank(oracle(MANUFACTURER));
            _isRefused(calls[i], mismatch);
        }
    }

    function test_aSupersededContractWritesNothing() public {
        make("part");
        address successor = address(new PartProvenance(root));
        enter("PartProvenance", successor);
        bytes memory superseded =
            abi.encodeWithSelector(IConsortiumErrors.ContractSuperseded.selector, bytes32("PartProvenance"), successor);
        bytes[] memory calls = _writes();
        for (uint256 i = 0; i < calls.length; ++i) {
            vm.prank(operations(MANUFACTURER));
            _isRefused(calls[i], superseded);
        }
        vm.assertEq(view_("part").maker, MANUFACTURER);
    }

    function _isRefused(bytes memory data, bytes memory reason) private {
        (bool done, bytes memory answer) = address(provenance).call(data);
        vm.assertFalse(done);
        vm.assertEq(answer, reason);
    }

    /// @notice Every function that writes.
    function _writes() private pure returns (bytes[] memory calls) {
        PartRegistration memory made = registration("part", MANUFACTURER);
        bytes32[] memory some = new bytes32[](1);
        calls = new bytes[](35);
        calls[0] = abi.encodeCall(IPartProvenance.enterMaker, ("maker", "identity", "key"));
        calls[1] = abi.encodeCall(IPartProvenance.appointRegistrar, (MANUFACTURER, GEAR));
        calls[2] = abi.encodeCall(IPartProvenance.registerPart, (made));
        calls[3] = abi.encodeCall(IPartProvenance.registerParts, (new PartRegistration[](1)));
        calls[4] = abi.encodeCall(IPartProvenance.registerBatch, ("root", MANUFACTURER, 1));
        calls[5] = abi.encodeCall(IPartProvenance.materialise, ("root", made, some));
        calls[6] = abi.encodeCall(IPartProvenance.declareBuilt, ("part", 0));
        calls[7] = abi.encodeCall(IPartProvenance.install, ("part", "parent", "place", 0));
        calls[8] = abi.encodeCall(IPartProvenance.remove, ("part", 0));
        calls[9] = abi.encodeCall(IPartProvenance.replace, ("part", "new", "order", LATER, ""));
        calls[10] = abi.encodeCall(IPartProvenance.startRepair, ("part", 0));
        calls[11] = abi.encodeCall(IPartProvenance.completeRepair, ("part", 0));
        calls[12] = abi.encodeCall(IPartProvenance.scrap, ("part", 0));
        calls[13] =
            abi.encodeCall(IPartProvenance.handOver, ("part", GEAR, HandOverPurpose.Delivery, true, 0, LATER, ""));
        calls[14] = abi.encodeCall(IPartProvenance.offerHandOver, ("part", GEAR, HandOverPurpose.Delivery, true, 0));
        calls[15] = abi.encodeCall(IPartProvenance.acceptHandOver, ("part"));
        calls[16] = abi.encodeCall(IPartProvenance.cancelHandOver, ("part"));
        calls[17] = abi.encodeCall(IPartProvenance.offerTitle, ("part", GEAR, 0));
        calls[18] = abi.encodeCall(IPartProvenance.acceptTitle, ("part"));
        calls[19] = abi.encodeCall(IPartProvenance.oweCore, ("part", GEAR, LATER, 0));
        calls[20] = abi.encodeCall(IPartProvenance.judgeCore, ("part", true, 0));
        calls[21] = abi.encodeCall(IPartProvenance.waiveCore, ("part", 0));
        calls[22] = abi.encodeCall(IPartProvenance.inspect, ("part", InspectionResult.Passed, 0));
        calls[23] = abi.encodeCall(IPartProvenance.sight, ("part", "NLRTM", 0));
        calls[24] = abi.encodeCall(IPartProvenance.clearSuspicion, ("part", 0));
        calls[25] = abi.encodeCall(IPartProvenance.openWorkOrder, ("order", "part", GEAR, noAlert(), 0));
        calls[26] = abi.encodeCall(IPartProvenance.diagnose, ("order", 0));
        calls[27] = abi.encodeCall(IPartProvenance.completeWorkOrder, ("order", 0, LATER, ""));
        calls[28] = abi.encodeCall(IPartProvenance.cancelWorkOrder, ("order"));
        calls[29] = abi.encodeCall(IPartProvenance.openRecall, ("recall", RecallScope.List, 0, 0, 0));
        calls[30] = abi.encodeCall(IPartProvenance.markRecalled, ("recall", 1));
        calls[31] = abi.encodeCall(IPartProvenance.markListed, ("recall", some));
        calls[32] = abi.encodeCall(IPartProvenance.remedyRecall, ("recall", "part", 0));
        calls[33] = abi.encodeCall(IPartProvenance.closeRecall, ("recall"));
        calls[34] = abi.encodeCall(IPartProvenance.endRecall, ("recall", 0));
    }
}
