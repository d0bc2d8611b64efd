// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {ConsortiumContract} from "../root/ConsortiumContract.sol";
import {IConsortiumRoot} from "../root/IConsortiumRoot.sol";
import {IConsortiumGovernor} from "./IConsortiumGovernor.sol";
import {MemberVotes} from "./MemberVotes.sol";

/// @title The vote of the accounting members, the only administration there is
/// @notice It makes the AccessManager itself, so that nobody else ever was its administrator.
contract ConsortiumGovernor is GovernorSettings, MemberVotes layout at erc7201("quaychain.ConsortiumGovernor") {
    /// @dev What passed and was not carried out by then has had its time: members and circumstances are others.
    uint48 private constant EXECUTION_PERIOD = 14 days;
    /// @dev Of delay, period and time lock. Nobody could wait for the vote that takes a mistake back.
    uint48 private constant MAXIMUM_VOTING_TIME = 90 days;

    IAccessManager private immutable ACCESS_MANAGER;
    uint32 private _timeLock;

    /// @param root_ The consortium's root
    /// @param votingDelay_ Seconds from a proposal to the snapshot at which its vote begins
    /// @param votingPeriod_ Seconds in which votes are taken; votes never end early
    /// @param timeLock_ Seconds from queueing to the earliest execution
    constructor(IConsortiumRoot root_, uint48 votingDelay_, uint32 votingPeriod_, uint32 timeLock_)
        ConsortiumContract(root_, "ConsortiumGovernor")
        Governor("ConsortiumGovernor")
        GovernorSettings(votingDelay_, votingPeriod_, 1)
    {
        ACCESS_MANAGER = new AccessManager(address(this));
        _setTimeLock(timeLock_);
    }

    /// @inheritdoc IConsortiumGovernor
    function accessManager() public view override returns (IAccessManager) {
        return ACCESS_MANAGER;
    }

    /// @inheritdoc IConsortiumGovernor
    function timeLock() external view returns (uint32) {
        return _timeLock;
    }

    /// @inheritdoc IConsortiumGovernor
    function setTimeLock(uint32 seconds_) external onlyGovernance {
        _setTimeLock(seconds_);
    }

    /// @inheritdoc IConsortiumGovernor
    function executionPeriod() external pure returns (uint48) {
        return EXECUTION_PERIOD;
    }

    /// @notice OpenZeppelin's states; what passed is Expired when it was not queued, or not executed, in time.
    function state(uint256 proposalId) public view override returns (ProposalState current) {
        current = super.state(proposalId);
        uint256 since = 0;
        if (current == ProposalState.Succeeded) since = proposalDeadline(proposalId);
        else if (current == ProposalState.Queued) since = proposalEta(proposalId);
        if (since != 0 && clock() >= since + EXECUTION_PERIOD) return ProposalState.Expired;
    }

    /// @notice Every proposal waits in the time lock.
    function proposalNeedsQueuing(uint256) public pure override returns (bool) {
        return true;
    }

    /// @notice An accounting member proposes; each of them may.
    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.proposalThreshold();
    }

    /// @notice Unix seconds.
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @notice ERC-6372.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @dev A queued proposal may be executed from the end of its time lock until it expires; when, anyone decides.
    function _queueOperations(uint256, address[] memory, uint256[] memory, bytes[] memory, bytes32)
        internal
        view
        override
        returns (uint48)
    {
        return clock() + _timeLock;
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override {
        uint48 executableFrom = uint48(proposalEta(proposalId));
        if (clock() < executableFrom) revert TimeLockRunning(proposalId, executableFrom);
        _requireSameAccused(proposalId, targets, calldatas);
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal override(Governor, MemberVotes) returns (uint256) {
        return super._propose(targets, values, calldatas, description, proposer);
    }

    function _validateCancel(uint256 proposalId, address caller)
        internal
        view
        override(Governor, MemberVotes)
        returns (bool)
    {
        return super._validateCancel(proposalId, caller);
    }

    /// @dev With any other threshold nobody could propose again: a member has one vote.
    function _setProposalThreshold(uint256 threshold) internal override {
        if (threshold != 1) revert ProposalThresholdFixed(threshold);
        super._setProposalThreshold(threshold);
    }

    function _setVotingDelay(uint48 seconds_) internal override {
        _requireVotingTime(seconds_);
        super._setVotingDelay(seconds_);
    }

    function _setVotingPeriod(uint32 seconds_) internal override {
        _requireVotingTime(seconds_);
        super._setVotingPeriod(seconds_);
    }

    function _setTimeLock(uint32 seconds_) private {
        _requireVotingTime(seconds_);
        emit TimeLockChanged(_timeLock, seconds_);
        _timeLock = seconds_;
    }

    function _requireVotingTime(uint48 seconds_) private pure {
        if (seconds_ > MAXIMUM_VOTING_TIME) revert VotingTimeTooLong(seconds_, MAXIMUM_VOTING_TIME);
    }
}
