// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {MemberKind, Seat} from "contracts/access/IMemberRegistry.sol";
import {InstalledConsortium} from "./InstalledConsortium.sol";

/// @title A consortium that votes: one proposal at a time, from its calls to its execution
abstract contract Ballots is InstalledConsortium {
    address[] internal targets;
    uint256[] internal values;
    bytes[] internal calls;
    uint256 internal proposal;

    function include(address target, bytes memory data) internal {
        targets.push(target);
        values.push(0);
        calls.push(data);
    }

    function propose(bytes16 member) internal returns (uint256) {
        vm.prank(governance(member));
        proposal = governor.propose(targets, values, calls, "");
        return proposal;
    }

    function proposeRefused(bytes memory error) internal {
        vm.expectRevert(error);
        vm.prank(governance(MANUFACTURER));
        governor.propose(targets, values, calls, "");
    }

    function vote(bytes16 member, uint8 support) internal {
        vm.prank(governance(member));
        governor.castVote(proposal, support);
    }

    function beginVote() internal {
        pass(VOTING_DELAY + 1);
    }

    function endVote() internal {
        pass(VOTING_PERIOD + 1);
    }

    function execute() internal {
        governor.queue(targets, values, calls, keccak256(""));
        pass(TIME_LOCK);
        governor.execute(targets, values, calls, keccak256(""));
    }

    function requireState(IGovernor.ProposalState expected) internal view {
        vm.assertEq(uint8(governor.state(proposal)), uint8(expected));
    }

    /// @notice A consortium with `count` accounting members, four or more.
    function accountingMembers(uint256 count) internal {
        for (uint256 i = 4; i < count; ++i) {
            bytes16 member = bytes16(keccak256(abi.encode(i)));
            vm.prank(address(governor));
            registry.admit(admissionOf(Part(member, MemberKind.Supplier, Seat.Accounting)));
        }
        pass(1);
    }

    /// @notice Begins another proposal.
    function anew() internal {
        delete targets;
        delete values;
        delete calls;
    }

    /// @notice Each of `members` votes for the proposal, in its voting time, which then ends.
    function carry(bytes16[] memory members) internal {
        beginVote();
        for (uint256 i = 0; i < members.length; ++i) {
            vote(members[i], 1);
        }
        endVote();
    }

    function three(bytes16 first, bytes16 second, bytes16 third) internal pure returns (bytes16[] memory members) {
        members = new bytes16[](3);
        (members[0], members[1], members[2]) = (first, second, third);
    }
}
