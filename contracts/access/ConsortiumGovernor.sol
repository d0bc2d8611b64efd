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

    /// @dev A queued proposal may also be executed later than the time lock; when, anyone decides.
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

    /// @dev With any other threshold nobody could propose again: a member has one vote.
    function _setProposalThreshold(uint256 threshold) internal override {
        if (threshold != 1) revert ProposalThresholdFixed(threshold);
        super._setProposalThreshold(threshold);
    }

    function _setTimeLock(uint32 seconds_) private {
        emit TimeLockChanged(_timeLock, seconds_);
        _timeLock = seconds_;
    }
}
