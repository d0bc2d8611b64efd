// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

/// @title What ConsortiumGovernor adds to OpenZeppelin's IGovernor
/// @notice One accounting member, one vote. A proposal against a member holds nothing else, and that member neither
/// votes on it nor counts in n.
interface IConsortiumGovernor {
    /// @notice The proposal takes something from this member, which therefore has no vote on it.
    event MemberAccused(uint256 indexed proposalId, bytes16 indexed member);

    /// @notice A member's vote was counted; `support` as in OpenZeppelin's counting (0 against, 1 for, 2 abstain).
    event MemberVoted(uint256 indexed proposalId, bytes16 indexed member, uint8 support);

    /// @notice Proposals wait this long between queueing and execution.
    event TimeLockChanged(uint32 previous, uint32 timeLock);

    /// @notice A proposal may be against one member only; each further one makes the majority smaller.
    error TooManyAccused(bytes16 accused, bytes16 another);

    /// @notice A proposal against a member holds nothing else; `target` and `selector` are the first other call.
    error AccusationMixed(address target, bytes4 selector);

    /// @notice Calls within calls would hide whom a proposal is against.
    error NestedCallRefused(address target, bytes4 selector);

    /// @notice The accused does not vote.
    error AccusedMayNotVote(uint256 proposalId, bytes16 member);

    /// @notice The member voted already, with this account or another.
    error MemberAlreadyVoted(uint256 proposalId, bytes16 member);

    /// @notice The member had no accounting seat when the vote began.
    error MemberWithoutVote(uint256 proposalId, bytes16 member);

    /// @notice A member has one vote, so one vote proposes.
    error ProposalThresholdFixed(uint256 threshold);

    /// @notice The time lock has not run out.
    error TimeLockRunning(uint256 proposalId, uint48 executableFrom);

    /// @notice Whom the proposal is against changed after it was made: it was voted on without knowing that.
    error AccusationChanged(uint256 proposalId, bytes16 accused, bytes16 accusedNow);

    /// @notice With a longer delay, period or time lock no vote could end in time to shorten it again.
    error VotingTimeTooLong(uint48 given, uint48 maximum);

    /// @notice Changes the time lock of proposals queued from now on. By vote.
    function setTimeLock(uint32 seconds_) external;

    /// @notice Seconds between queueing and execution.
    function timeLock() external view returns (uint32);

    /// @notice Seconds in which a proposal that passed is to be queued, and as many again in which, once its time lock
    /// has run out, it is to be executed. Then it is Expired.
    function executionPeriod() external view returns (uint48);

    /// @notice The AccessManager that this governor made and alone administers.
    function accessManager() external view returns (IAccessManager);

    /// @notice The member that the proposal is against; 0 where it is against nobody.
    function accusedBy(uint256 proposalId) external view returns (bytes16 member);

    /// @notice Votes for that the proposal needs: floor(2n/3) + 1 of the n accounting members at its snapshot,
    /// without the accused, who can't be outvoted by one member alone.
    function requiredVotes(uint256 proposalId) external view returns (uint256);

    /// @notice Votes counted so far.
    function proposalVotes(uint256 proposalId)
        external
        view
        returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes);

    /// @notice Whether the member voted.
    function hasMemberVoted(uint256 proposalId, bytes16 member) external view returns (bool);
}
