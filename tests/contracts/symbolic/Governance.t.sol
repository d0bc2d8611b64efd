// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsortiumGovernor} from "contracts/access/ConsortiumGovernor.sol";
import {Symbolic} from "./Symbolic.sol";

contract GovernanceCheck is Symbolic {
    ConsortiumGovernor private governor;

    function setUp() public {
        governor = new ConsortiumGovernor(root(), 1 days, 7 days, 2 days);
        enter("ConsortiumGovernor", address(governor));
    }

    /// @notice The votes required are floor(2n/3) + 1: more than two thirds of the members, by not more than one vote,
    /// and never more than there are. Any two majorities share more than a third of them.
    function check_quorumIsTwoThirds(uint16 count, uint48 timepoint) external {
        consortium.setAccounting(count);
        uint256 required = governor.quorum(timepoint);
        bool holds = both(3 * required > 2 * uint256(count), 3 * (required - 1) <= 2 * uint256(count));
        bool overlap = both(required <= count, 6 * required > 4 * uint256(count));
        assert(both(holds, implies(count != 0, overlap)));
    }

    /// @notice The accused isn't counted, and nobody alone puts another out.
    function check_quorumLeavesOutTheAccused(uint256 proposal, uint16 count, bool accounting) external {
        vm.assume(count >= 2);
        bytes16 accused = governor.accusedBy(proposal);
        consortium.setAccounting(count);
        consortium.setSeat(accused, accounting);
        uint256 required = governor.requiredVotes(proposal);
        uint256 voters = accused != 0 && accounting ? count - 1 : count;
        assert(3 * required > 2 * voters && required >= 2);
        assert(3 * (required - 1) <= 2 * voters || required == 2);
        if (count > 2) assert(required <= voters);
    }

    /// @notice A member votes once, whichever of its accounts votes; the accused and members without a seat never.
    /// @custom:halmos --default-bytes-lengths 0
    function check_memberVotesOnce(uint256 proposal, address caller, uint8 support, bool accounting, uint40 time)
        external
    {
        at(time);
        bytes16 member = memberOf(caller);
        consortium.setSeat(member, accounting);
        bool voted = governor.hasMemberVoted(proposal, member);
        bytes16 accused = governor.accusedBy(proposal);
        (uint256 against, uint256 supporting, uint256 abstaining) = governor.proposalVotes(proposal);
        vm.prank(caller);
        governor.castVote(proposal, support);
        assert(!voted && accounting && member != accused);
        assert(governor.hasMemberVoted(proposal, member));
        (uint256 againstNow, uint256 supportingNow, uint256 abstainingNow) = governor.proposalVotes(proposal);
        assert(againstNow - against == (support == 0 ? 1 : 0));
        assert(supportingNow - supporting == (support == 1 ? 1 : 0));
        assert(abstainingNow - abstaining == (support == 2 ? 1 : 0));
    }
}
