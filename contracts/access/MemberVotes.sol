// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Governor, IGovernor} from "@openzeppelin/contracts/governance/Governor.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ConsortiumContract} from "../root/ConsortiumContract.sol";
import {Accusation} from "./Accusation.sol";
import {IConsortiumGovernor} from "./IConsortiumGovernor.sol";
import {AccountPurpose, IMemberRegistry} from "./IMemberRegistry.sol";

/// @title Votes counted by member
/// @dev Part of ConsortiumGovernor. OpenZeppelin's Governor asks by account; a member may rotate its account in the
/// middle of a vote and still has one vote.
abstract contract MemberVotes is Governor, IConsortiumGovernor, ConsortiumContract {
    struct Tally {
        bytes16 accused;
        uint32 votesAgainst;
        uint32 votesFor;
        uint32 votesAbstain;
        mapping(bytes16 member => bool) voted;
    }

    mapping(uint256 proposalId => Tally) private _tallies;

    /// @inheritdoc IConsortiumGovernor
    function accessManager() public view virtual returns (IAccessManager);

    /// @inheritdoc IConsortiumGovernor
    function accusedBy(uint256 proposalId) external view returns (bytes16) {
        return _tallies[proposalId].accused;
    }

    /// @inheritdoc IConsortiumGovernor
    function requiredVotes(uint256 proposalId) public view returns (uint256) {
        return _required(proposalSnapshot(proposalId), _tallies[proposalId].accused);
    }

    /// @inheritdoc IConsortiumGovernor
    function proposalVotes(uint256 proposalId) external view returns (uint256, uint256, uint256) {
        Tally storage tally = _tallies[proposalId];
        return (tally.votesAgainst, tally.votesFor, tally.votesAbstain);
    }

    /// @inheritdoc IConsortiumGovernor
    function hasMemberVoted(uint256 proposalId, bytes16 member) external view returns (bool) {
        return _tallies[proposalId].voted[member];
    }

    /// @inheritdoc IGovernor
    function hasVoted(uint256 proposalId, address account) external view returns (bool) {
        return _tallies[proposalId].voted[_memberRegistry().accountOf(account).member];
    }

    /// @notice Votes for that a proposal against nobody needs, by the accounting members at `timepoint`.
    function quorum(uint256 timepoint) public view override returns (uint256) {
        return _required(timepoint, 0);
    }

    /// @notice Bravo's numbers for support; only votes for make a quorum.
    // solhint-disable-next-line func-name-mixedcase
    function COUNTING_MODE() external pure returns (string memory) {
        return "support=bravo&quorum=for";
    }

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal virtual override returns (uint256 proposalId) {
        proposalId = super._propose(targets, values, calldatas, description, proposer);
        bytes16 accused = _accusedIn(targets, calldatas);
        if (accused != 0) {
            _tallies[proposalId].accused = accused;
            emit MemberAccused(proposalId, accused);
        }
    }

    /// @dev A proposal can become one against a member after it was made: the validator that it removes was nobody's then.
    function _requireSameAccused(uint256 proposalId, address[] memory targets, bytes[] memory calldatas)
        internal
        view
    {
        bytes16 accused = _tallies[proposalId].accused;
        bytes16 accusedNow = _accusedIn(targets, calldatas);
        if (accused != accusedNow) revert AccusationChanged(proposalId, accused, accusedNow);
    }

    /// @dev While the proposal is pending, by the member that proposed, with whichever Governance account it has now.
    function _validateCancel(uint256 proposalId, address caller) internal view virtual override returns (bool) {
        IMemberRegistry registry = _memberRegistry();
        bytes16 member = registry.authorize(caller, AccountPurpose.Governance);
        return state(proposalId) == ProposalState.Pending
            && member == registry.accountOf(proposalProposer(proposalId)).member;
    }

    /// @dev One vote for an account that may speak for its member now, if the member had a seat at the snapshot.
    function _getVotes(address account, uint256 timepoint, bytes memory) internal view override returns (uint256) {
        IMemberRegistry registry = _memberRegistry();
        bytes16 member = registry.authorize(account, AccountPurpose.Governance);
        return registry.isAccountingAt(member, SafeCast.toUint48(timepoint)) ? 1 : 0;
    }

    function _countVote(uint256 proposalId, address account, uint8 support, uint256 weight, bytes memory)
        internal
        override
        returns (uint256)
    {
        bytes16 member = _memberRegistry().accountOf(account).member;
        Tally storage tally = _tallies[proposalId];
        if (member == tally.accused) revert AccusedMayNotVote(proposalId, member);
        if (weight == 0) revert MemberWithoutVote(proposalId, member);
        if (tally.voted[member]) revert MemberAlreadyVoted(proposalId, member);
        tally.voted[member] = true;
        if (support == 0) ++tally.votesAgainst;
        else if (support == 1) ++tally.votesFor;
        else if (support == 2) ++tally.votesAbstain;
        else revert GovernorInvalidVoteType();
        emit MemberVoted(proposalId, member, support);
        return weight;
    }

    function _quorumReached(uint256 proposalId) internal view override returns (bool) {
        return _tallies[proposalId].votesFor >= requiredVotes(proposalId);
    }

    function _voteSucceeded(uint256 proposalId) internal view override returns (bool) {
        return _quorumReached(proposalId);
    }

    function _required(uint256 timepoint, bytes16 accused) private view returns (uint256 required) {
        IMemberRegistry registry = _memberRegistry();
        uint48 time = SafeCast.toUint48(timepoint);
        uint256 count = registry.accountingMembersAt(time);
        bool excluded = accused != 0 && registry.isAccountingAt(accused, time);
        if (excluded) --count;
        required = 2 * count / 3 + 1;
        // Of two members neither may throw the other out alone.
        if (excluded && required < 2) required = 2;
    }

    function _accusedIn(address[] memory targets, bytes[] memory calldatas) private view returns (bytes16) {
        return Accusation.accusedBy(
            targets, calldatas, root(), address(_memberRegistry()), address(this), address(accessManager())
        );
    }
}
