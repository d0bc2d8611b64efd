// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IConsortiumGovernor} from "contracts/access/IConsortiumGovernor.sol";
import {AccountPurpose, IMemberRegistry, MemberKind, MemberStatus, Seat} from "contracts/access/IMemberRegistry.sol";
import {Ballots} from "../support/Ballots.sol";

/// @notice A vote is the member's at the snapshot, whatever happens to its accounts, seat or standing in the middle.
contract VotesThroughTimeTest is Ballots {
    address private constant NEW = address(0xA1);

    function setUp() public override {
        super.setUp();
        include(address(registry), abi.encodeCall(IMemberRegistry.replaceRecovery, (CARRIER, NEW)));
        propose(GEAR);
    }

    function _voteAs(address account, uint8 support) private {
        vm.prank(account);
        governor.castVote(proposal, support);
    }

    function _votesFor() private view returns (uint256 inFavour) {
        (, inFavour,) = governor.proposalVotes(proposal);
    }

    function _expectVoted(bytes16 member) private {
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumGovernor.MemberAlreadyVoted.selector, proposal, member)
        );
    }

    function _expectWithoutVote(bytes16 member) private {
        vm.expectRevert(abi.encodeWithSelector(IConsortiumGovernor.MemberWithoutVote.selector, proposal, member));
    }

    /// @notice Whatever account it comes from, one member has one vote: rotated before, in the middle and after.
    function test_rotation() public {
        vm.prank(governance(GEAR));
        registry.rotateAccount(governance(GEAR), NEW, 0);
        beginVote();
        _voteAs(NEW, 1);
        vm.prank(NEW);
        registry.rotateAccount(NEW, address(0xA2), 0);
        _expectVoted(GEAR);
        _voteAs(address(0xA2), 0);
        vm.assertEq(_votesFor(), 1);
        vm.assertTrue(governor.hasVoted(proposal, governance(GEAR)));
        vm.assertTrue(governor.hasVoted(proposal, address(0xA2)));
        vm.assertFalse(governor.hasVoted(proposal, governance(DRIVE)));
    }

    /// @notice An account made after the snapshot votes for its member, which had its seat then.
    function test_anAccountAddedInTheMiddle() public {
        beginVote();
        vm.prank(governance(DRIVE));
        registry.addAccount(NEW, AccountPurpose.Governance, 0, 0);
        _voteAs(NEW, 1);
        _expectVoted(DRIVE);
        vote(DRIVE, 1);
    }

    /// @notice A revoked account votes no more; its vote of before counts, and its member does not get a second one.
    function test_revocationInTheMiddle() public {
        vm.prank(governance(DRIVE));
        registry.addAccount(NEW, AccountPurpose.Governance, 0, 0);
        beginVote();
        vote(DRIVE, 1);
        vm.prank(NEW);
        registry.revokeAccount(governance(DRIVE), time() - 10);
        vm.assertEq(_votesFor(), 1);
        _expectVoted(DRIVE);
        _voteAs(NEW, 0);
    }

    /// @notice The recovered member votes with its new account, once.
    function test_recoveryInTheMiddle() public {
        beginVote();
        vote(DRIVE, 1);
        vm.prank(recovery(DRIVE));
        registry.recover(DRIVE, NEW, time());
        vm.prank(recovery(GEAR));
        registry.recover(GEAR, address(0xA2), time());
        _expectVoted(DRIVE);
        _voteAs(NEW, 0);
        vm.expectPartialRevert(IMemberRegistry.AccountNotValid.selector);
        vote(GEAR, 1);
        _voteAs(address(0xA2), 1);
        vm.assertEq(_votesFor(), 2);
    }

    /// @notice n and the votes given stay as at the snapshot; the suspended member gives none any more.
    function test_suspensionInTheMiddle() public {
        beginVote();
        vote(DRIVE, 1);
        vm.startPrank(address(governor));
        registry.suspend(DRIVE, 1);
        registry.suspend(GEAR, 1);
        vm.stopPrank();
        vm.assertEq(governor.requiredVotes(proposal), 3);
        vm.assertEq(_votesFor(), 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, GEAR, MemberStatus.Suspended)
        );
        vote(GEAR, 1);
        // Reinstated in time it votes: it was a member with a seat at the snapshot.
        vm.prank(address(governor));
        registry.reinstate(GEAR);
        vote(GEAR, 1);
        vote(MANUFACTURER, 1);
        endVote();
        requireState(IGovernor.ProposalState.Succeeded);
    }

    /// @notice Suspended at the snapshot, reinstated in the middle: neither counted nor voting.
    function test_reinstatementInTheMiddle() public {
        vm.prank(address(governor));
        registry.suspend(DRIVE, 1);
        beginVote();
        vm.prank(address(governor));
        registry.reinstate(DRIVE);
        vm.assertEq(governor.requiredVotes(proposal), 3);
        vm.assertEq(registry.accountingMembersAt(uint48(governor.proposalSnapshot(proposal))), 3);
        _expectWithoutVote(DRIVE);
        vote(DRIVE, 1);
    }

    /// @notice A seat that comes after the snapshot has no vote; one that goes after it keeps its vote.
    function test_seatChangeInTheMiddle() public {
        vm.prank(address(governor));
        registry.changeSeat(BUYER, Seat.Accounting);
        beginVote();
        vm.startPrank(address(governor));
        registry.changeSeat(CARRIER, Seat.Accounting);
        registry.changeSeat(BUYER, Seat.Query);
        vm.stopPrank();
        vm.assertEq(governor.requiredVotes(proposal), 4);
        _expectWithoutVote(CARRIER);
        vote(CARRIER, 1);
        vote(BUYER, 1);
        vm.assertEq(_votesFor(), 1);
    }

    function test_admissionInTheMiddle() public {
        beginVote();
        vm.prank(address(governor));
        registry.admit(admissionOf(Part("newcomer", MemberKind.Supplier, Seat.Accounting)));
        pass(1);
        vm.assertEq(governor.requiredVotes(proposal), 3);
        _expectWithoutVote("newcomer");
        vote("newcomer", 1);
    }

    /// @notice The snapshot is the end of its second: what changed in it counts, what comes a second later does not.
    function test_theSnapshotsOwnSecond() public {
        vm.warp(governor.proposalSnapshot(proposal));
        requireState(IGovernor.ProposalState.Pending);
        vm.prank(address(governor));
        registry.changeSeat(CARRIER, Seat.Accounting);
        pass(1);
        requireState(IGovernor.ProposalState.Active);
        vm.prank(address(governor));
        registry.changeSeat(BUYER, Seat.Accounting);
        vm.assertEq(governor.requiredVotes(proposal), 4);
        vote(CARRIER, 1);
        _expectWithoutVote(BUYER);
        vote(BUYER, 1);
    }

    function test_votesOnlyInTheirTime() public {
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        vote(GEAR, 1);
        vm.warp(governor.proposalDeadline(proposal));
        vote(GEAR, 1);
        pass(1);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        vote(DRIVE, 1);
    }

    /// @notice A ballot signed by a Governance account and sent by anyone counts for its member, once.
    function test_signedBallots() public {
        beginVote();
        bytes memory signature = signWith(keyOf(DRIVE, AccountPurpose.Governance), _ballot(governance(DRIVE), 1));
        vm.prank(DEPLOYER);
        governor.castVoteBySig(proposal, 1, governance(DRIVE), signature);
        vm.assertEq(_votesFor(), 1);
        // The same signature is spent, and a stranger's is nobody's.
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, governance(DRIVE)));
        governor.castVoteBySig(proposal, 1, governance(DRIVE), signature);
        signature = signWith(keyOf(GEAR, AccountPurpose.Operations), _ballot(governance(GEAR), 1));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, governance(GEAR)));
        governor.castVoteBySig(proposal, 1, governance(GEAR), signature);
        // Signed in time, but the member was suspended before it was sent.
        signature = signWith(keyOf(GEAR, AccountPurpose.Governance), _ballot(governance(GEAR), 1));
        vm.prank(address(governor));
        registry.suspend(GEAR, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, GEAR, MemberStatus.Suspended)
        );
        governor.castVoteBySig(proposal, 1, governance(GEAR), signature);
    }

    /// @notice By whichever function it comes, a vote is the member's one vote, and the accused has none.
    function test_everyWayToVote() public {
        beginVote();
        for (uint256 i = 0; i < 4; ++i) {
            bytes16 member = i % 2 == 0 ? DRIVE : MANUFACTURER;
            if (i > 1) _expectVoted(member);
            vm.prank(governance(member));
            if (i % 2 == 0) governor.castVoteWithReason(proposal, 1, "a record's id");
            else governor.castVoteWithReasonAndParams(proposal, 1, "a record's id", hex"01");
        }
        vm.assertEq(_votesFor(), 2);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, governance(GEAR)));
        governor.castVoteWithReasonAndParamsBySig(proposal, 1, governance(GEAR), "", "", new bytes(65));
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.UnknownAccount.selector, DEPLOYER));
        vm.prank(DEPLOYER);
        governor.castVoteWithReason(proposal, 1, "");
        vm.assertEq(governor.getVotesWithParams(governance(GEAR), time() - 1, ""), 1);
        vm.assertEq(governor.proposalProposer(proposal), governance(GEAR));
        vm.assertTrue(governor.proposalNeedsQueuing(proposal));
    }

    function _ballot(address voter, uint8 support) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ConsortiumGovernor"),
                keccak256("1"),
                block.chainid,
                address(governor)
            )
        );
        bytes32 content = keccak256(
            abi.encode(
                keccak256("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)"),
                proposal,
                support,
                voter,
                governor.nonces(voter)
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, content));
    }
}

/// @notice Exactly floor(2n/3) + 1 votes for pass, at every n from 2 to 12, with and without an accused.
contract MajorityTest is Ballots {
    /// @dev The n accounting members; of the first four some are suspended where n is smaller.
    function _members(uint256 n) private returns (bytes16[] memory members) {
        accountingMembers(n);
        members = new bytes16[](n);
        for (uint256 i = 0; i < n; ++i) {
            members[i] = i < 4 ? parts()[i].member : bytes16(keccak256(abi.encode(i)));
        }
        for (uint256 i = n; i < 4; ++i) {
            vm.prank(address(governor));
            registry.suspend(parts()[i].member, 1);
        }
        pass(1);
        vm.assertEq(registry.accountingMembersAt(time()), n);
    }

    /// @dev Whether `count` votes for, from the back of `members`, carry the proposal; the others vote against.
    function _carries(bytes16[] memory members, uint256 count, string memory description) private returns (bool) {
        vm.prank(governance(members[members.length - 1]));
        proposal = governor.propose(targets, values, calls, description);
        beginVote();
        for (uint256 i = members.length; i > 0; --i) {
            if (members[i - 1] == governor.accusedBy(proposal)) continue;
            vote(members[i - 1], members.length - i < count ? 1 : 0);
        }
        endVote();
        return governor.state(proposal) == IGovernor.ProposalState.Succeeded;
    }

    function _exactly(uint256 n, uint256 counted) private {
        bytes16[] memory members = _members(n);
        uint256 required = (2 * counted) / 3 + 1;
        if (counted == 1) required = 2;
        vm.assertFalse(_carries(members, required - 1, "one vote short"));
        if (required > counted) return;
        vm.assertTrue(_carries(members, required, "enough"));
        vm.assertEq(governor.requiredVotes(proposal), required);
    }

    function test_againstNobody(uint8 given) public {
        include(address(registry), abi.encodeCall(IMemberRegistry.liftPause, ()));
        uint256 n = 2 + given % 11;
        _exactly(n, n);
    }

    /// @notice The accused, a member with a seat, neither votes nor counts.
    function test_againstOneOfThem(uint8 given) public {
        include(address(registry), abi.encodeCall(IMemberRegistry.suspend, (MANUFACTURER, 1)));
        uint256 n = 2 + given % 11;
        _exactly(n, n - 1);
    }

    /// @notice The rule itself, for each n from 1 to 12, also those that no installed consortium has.
    function test_theRule() public {
        uint256[12] memory required = [uint256(1), 2, 3, 3, 4, 5, 5, 6, 7, 7, 8, 9];
        for (uint256 n = 1; n <= 12; ++n) {
            vm.mockCall(
                address(registry),
                abi.encodeWithSelector(IMemberRegistry.accountingMembersAt.selector),
                abi.encode(n)
            );
            vm.assertEq(governor.quorum(time()), required[n - 1]);
        }
    }
}
