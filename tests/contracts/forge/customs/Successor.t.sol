// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Assessment,
    AssessmentOutcome,
    CertificateStatus,
    ConsistencyOutcome,
    Decision,
    DeclarationStatus,
    Finding,
    FindingStatus,
    NamedRecord,
    Rule
} from "contracts/customs/CustomsTypes.sol";
import {ICustomsCompliance} from "contracts/customs/ICustomsCompliance.sol";
import {ICustomsErrors} from "contracts/customs/ICustomsErrors.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {IConsortiumRoot} from "contracts/root/IConsortiumRoot.sol";
import {CarriedProof, ISuccessor} from "contracts/root/ISuccessor.sol";
import {MadeState} from "../support/MadeState.sol";
import {CustomsComplianceSuccessor} from "./CustomsComplianceSuccessor.sol";
import {CustomsDesk} from "./CustomsDesk.sol";

/// @notice Of Foundry's cheat codes those that only these tests use.
interface StorageVm {
    function accesses(address target) external returns (bytes32[] memory reads, bytes32[] memory writes);
    function record() external;
    function setBlockhash(uint256 blockNumber, bytes32 blockHash) external;
}

/// @notice CustomsCompliance is replaced by a vote, in the middle of its work.
/// @dev Forge's chain has no state roots: here the header and the tries are made by hand, with a digest of all slots in
/// the place of a storage root. tests/integration/test_successor.py shows the same with the chain's own.
contract SuccessorTest is CustomsDesk {
    bytes32 private constant CERTIFICATE = keccak256("certificate");
    bytes32 private constant ATTESTATION = keccak256("attestation");
    bytes32 private constant PACK = keccak256("pack");
    bytes32 private constant LATER = keccak256("later");
    /// @dev ERC-7201's formula, written out as whoever makes a proof has it.
    bytes32 private constant DIRECTORY =
        keccak256(abi.encode(uint256(keccak256("quaychain.ConsortiumRoot")) - 1)) & ~bytes32(uint256(0xff));

    StorageVm private constant STORAGE = StorageVm(address(vm));

    CustomsComplianceSuccessor private _successor;
    NamedRecord[] private _papers;
    bytes32[] private _slots;
    mapping(bytes32 slot => bool) private _known;

    function setUp() public override {
        STORAGE.record();
        super.setUp();
        vm.warp(APPLIES + 5 days);
        NamedRecord[] memory papers = firstPapers();
        for (uint256 i = 0; i < papers.length; ++i) {
            _papers.push(papers[i]);
        }
        as_(CUSTOMS_OVERSEAS);
        customs.appointChecker(NL, SURVEYOR, true);
        as_(CUSTOMS_OVERSEAS);
        customs.authorizeIssuer(NL, document(856, 0), SURVEYOR, time(), 0);
        publishAs(SURVEYOR, "report", 856, 0);
        as_(SURVEYOR);
        customs.issueCertificate(CERTIFICATE, "report", MANUFACTURER);
        as_(SURVEYOR);
        customs.suspendCertificate(CERTIFICATE, "why");
        declareCrane(papers);
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 1, Decision.Hold, 0, "reason", 0);
        as_(SURVEYOR);
        customs.attestConsistency(ATTESTATION, NL, _contradicting(), 1, ConsistencyOutcome.Inconsistent, 0);
        as_(BROKER);
        customs.submitEvidencePack(PACK, DECLARATION, papers);
        as_(CUSTOMS_OVERSEAS);
        customs.publishRuleBook(NL, 3, APPLIES, CONTENT);
        _successor = new CustomsComplianceSuccessor(root);
    }

    // ------------------------------------------------------------------------------------------ before the entry

    function test_itKnowsItsPredecessorAndIsClosed() public view {
        vm.assertEq(_successor.predecessor(), address(customs));
        vm.assertFalse(_successor.isOpen());
    }

    function test_itIsDeployedOnlyWhereThereIsAPredecessor() public {
        IConsortiumRoot empty = IConsortiumRoot(address(new EmptyDirectory()));
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumErrors.DirectoryEntryMissing.selector, bytes32("CustomsCompliance"))
        );
        new CustomsComplianceSuccessor(empty);
    }

    function test_beforeTheEntryItTakesNoWrites() public {
        _expectAllRefused(
            ICustomsCompliance(address(_successor)),
            abi.encodeWithSelector(
                IConsortiumErrors.ContractSuperseded.selector, bytes32("CustomsCompliance"), address(customs)
            )
        );
    }

    // ------------------------------------------------------------------------------------------------- the entry

    function test_afterTheEntryTheOldOneIsFrozenAndAnswers() public {
        bytes memory before = _everything(customs);
        _vote();
        _expectAllRefused(
            customs,
            abi.encodeWithSelector(
                IConsortiumErrors.ContractSuperseded.selector, bytes32("CustomsCompliance"), address(_successor)
            )
        );
        vm.assertEq(_everything(customs), before);
    }

    function test_untilAllIsCarriedTheNewOneTakesNoWrites() public {
        _vote();
        bytes memory refusal = abi.encodeWithSelector(ISuccessor.StateNotCarried.selector, address(customs));
        _expectAllRefused(ICustomsCompliance(address(_successor)), refusal);
        _carry();
        _expectAllRefused(ICustomsCompliance(address(_successor)), refusal);
    }

    /// @notice Whoever carries, the values are the predecessor's, as they are then; and carrying again mends.
    function test_carriedAsItStandsByAnybody() public {
        bytes32[] memory slots = _all();
        vm.expectEmit(true, true, true, true, address(_successor));
        emit ISuccessor.StateCarried(slots.length);
        vm.prank(address(0xBAD));
        _successor.carryState(slots);
        vm.assertEq(_everything(ICustomsCompliance(address(_successor))), _everything(customs));
        // The predecessor still works, and what it does must be carried once more.
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 1, Decision.Inspect, 0, 0, 0);
        vm.assertTrue(_successor.declarationOf(DECLARATION).status == DeclarationStatus.Held);
        _successor.carryState(_all());
        vm.assertEq(_everything(ICustomsCompliance(address(_successor))), _everything(customs));
    }

    function testFuzz_carryingWritesOnlyWhatThePredecessorHas(bytes32[8] calldata slots) public {
        bytes32[] memory asked = new bytes32[](8);
        for (uint256 i = 0; i < 8; ++i) {
            asked[i] = slots[i];
            vm.store(address(customs), slots[i], keccak256(abi.encode(i)));
        }
        _successor.carryState(asked);
        for (uint256 i = 0; i < 8; ++i) {
            vm.assertEq(vm.load(address(_successor), slots[i]), vm.load(address(customs), slots[i]));
        }
        vm.assertFalse(_successor.isOpen());
    }

    // ---------------------------------------------------------------------------------------------------- opening

    function test_opensOnceAllIsCarried() public {
        _vote();
        _carry();
        (CarriedProof memory proof, uint256 number) = _proof();
        vm.expectEmit(true, true, true, true, address(_successor));
        emit ISuccessor.SuccessorOpened(address(customs), number, _digest(address(customs)));
        vm.prank(address(0xBAD));
        _successor.openSuccessor(proof);
        vm.assertTrue(_successor.isOpen());
        vm.assertEq(_everything(ICustomsCompliance(address(_successor))), _everything(customs));

        bytes memory already = abi.encodeWithSelector(ISuccessor.StateAlreadyCarried.selector, address(customs));
        vm.expectRevert(already);
        _successor.carryState(_slots);
        vm.expectRevert(already);
        _successor.openSuccessor(proof);
    }

    function test_aForgottenSlotKeepsItClosed() public {
        _vote();
        bytes32[] memory slots = _all();
        assembly ("memory-safe") {
            mstore(slots, sub(mload(slots), 1))
        }
        _successor.carryState(slots);
        (CarriedProof memory proof,) = _proof();
        vm.expectRevert(
            abi.encodeWithSelector(
                ISuccessor.CarriedStateDiffers.selector, _digest(address(customs)), _digest(address(_successor))
            )
        );
        _successor.openSuccessor(proof);
    }

    /// @notice Equal storages count only from a block in which the predecessor was frozen.
    function test_aProofOfBeforeTheEntryDoesNotOpen() public {
        _carry();
        (CarriedProof memory proof,) = _proof();
        vm.prank(address(governor));
        root.setEntry(entry("CustomsCompliance", address(_successor)));
        vm.expectRevert(
            abi.encodeWithSelector(
                IConsortiumErrors.NotInDirectory.selector, bytes32("CustomsCompliance"), address(_successor)
            )
        );
        _successor.openSuccessor(proof);
    }

    function test_onlyAHeaderOfThisChainCounts() public {
        _vote();
        _carry();
        (CarriedProof memory proof, uint256 number) = _proof();
        bytes memory unknown = abi.encodeWithSelector(ISuccessor.BlockUnknown.selector, keccak256(proof.header));
        STORAGE.setBlockhash(number, keccak256("another block"));
        vm.expectRevert(unknown);
        _successor.openSuccessor(proof);
        STORAGE.setBlockhash(number, keccak256(proof.header));
        uint256 present = block.number;
        vm.roll(number + 257);
        vm.expectRevert(unknown);
        _successor.openSuccessor(proof);
        vm.roll(present);
        // Of a block to come there is no hash, and no header has the hash 0.
        proof.header = MadeState.header(block.number, keccak256("state"));
        vm.expectRevert(abi.encodeWithSelector(ISuccessor.BlockUnknown.selector, keccak256(proof.header)));
        _successor.openSuccessor(proof);
        proof.header = "no header";
        vm.expectRevert(abi.encodeWithSelector(ISuccessor.BlockUnknown.selector, keccak256("no header")));
        _successor.openSuccessor(proof);
        proof.header = "";
        vm.expectRevert(abi.encodeWithSelector(ISuccessor.BlockUnknown.selector, keccak256("")));
        _successor.openSuccessor(proof);
    }

    function test_onlyTheProofsOfTheFourCount() public {
        _vote();
        _carry();
        (CarriedProof memory good,) = _proof();
        bytes memory invalid = abi.encodeWithSelector(ISuccessor.CarriedProofInvalid.selector, keccak256(good.header));
        CarriedProof memory proof = _copy(good);
        proof.predecessor = good.successor;
        vm.expectRevert(invalid);
        _successor.openSuccessor(proof);
        proof = _copy(good);
        proof.successor = good.predecessor;
        vm.expectRevert(invalid);
        _successor.openSuccessor(proof);
        proof = _copy(good);
        proof.root = good.successor;
        vm.expectRevert(invalid);
        _successor.openSuccessor(proof);
        proof = _copy(good);
        proof.entry = new bytes[](0);
        vm.expectRevert(invalid);
        _successor.openSuccessor(proof);
        proof = _copy(good);
        proof.entry = new bytes[](1);
        proof.entry[0] = hex"c0";
        vm.expectRevert(invalid);
        _successor.openSuccessor(proof);
        _successor.openSuccessor(good);
    }

    // --------------------------------------------------------------------------------------------------- carrying on

    function test_theWorkGoesOnWhereItWas() public {
        Assessment memory first = customs.assessmentOf(DECLARATION, 1);
        Finding[] memory findings = customs.findingsOf(DECLARATION, 1);
        _open();

        // The rule books count, and the declaration made on the old one is amended and decided on the new one.
        NamedRecord[] memory papers = correctedPapers();
        as_(BROKER);
        _successor.amend(DECLARATION, papers);
        // The attestation still stands against two of the papers.
        expectOutcome(_successor.assessmentOf(DECLARATION, 2), AssessmentOutcome.Failed, 2, 2);
        as_(SURVEYOR);
        _successor.withdrawAttestation(ATTESTATION, _contradicting());
        as_(BROKER);
        _successor.amend(DECLARATION, papers);
        expectOutcome(_successor.assessmentOf(DECLARATION, 3), AssessmentOutcome.Passed, 2, 0);
        as_(CUSTOMS_OVERSEAS);
        _successor.decide(DECLARATION, 3, Decision.Release, 0, 0, 0);
        vm.assertTrue(_successor.declarationOf(DECLARATION).status == DeclarationStatus.Released);
        vm.assertEq(_successor.decisionsOf(DECLARATION, 0, 9).length, 2);

        // The stored pre-check is as it was, on both; the old one knows of nothing else.
        vm.assertEq(abi.encode(_successor.assessmentOf(DECLARATION, 1)), abi.encode(first));
        vm.assertEq(abi.encode(_successor.findingsOf(DECLARATION, 1)), abi.encode(findings));
        vm.assertEq(customs.declarationOf(DECLARATION).assessments, 1);
        vm.assertTrue(customs.declarationOf(DECLARATION).status == DeclarationStatus.Held);
    }

    function test_whatTheOldOneUsedIsNotFree() public {
        _open();
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.DeclarationExists.selector, DECLARATION));
        _successor.declare(DECLARATION, craneImport(time()), 0, _papers);
        publishAs(SURVEYOR, "other", 856, 0);
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.CertificateExists.selector, CERTIFICATE));
        _successor.issueCertificate(CERTIFICATE, "other", 0);
        refused(
            SURVEYOR,
            abi.encodeWithSelector(ICustomsErrors.RecordHasCertificate.selector, bytes32("report"), CERTIFICATE)
        );
        _successor.issueCertificate(LATER, "report", 0);
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.AttestationExists.selector, ATTESTATION));
        _successor.attestConsistency(ATTESTATION, NL, _contradicting(), 1, ConsistencyOutcome.Inconsistent, 0);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.EvidencePackExists.selector, PACK));
        _successor.submitEvidencePack(PACK, DECLARATION, _papers);
        bytes32 digest = _successor.evidencePackOf(PACK).digest;
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.EvidencePackSigned.selector, PACK, BROKER));
        _successor.countersignEvidencePack(PACK, digest);
        refused(CUSTOMS_HOME, abi.encodeWithSelector(ICustomsErrors.JurisdictionTaken.selector, NL, CUSTOMS_OVERSEAS));
        _successor.claimJurisdiction(NL);
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.RuleBookDraftOpen.selector, NL, 3));
        _successor.publishRuleBook(NL, 4, APPLIES, CONTENT);
    }

    function test_rulesAndEntitlementsCount() public {
        _open();
        Rule memory rule = requires(0, 0, 856);
        rule.issuerMustBeAuthorized = true;
        as_(CUSTOMS_OVERSEAS);
        _successor.addRules(NL, 3, one(rule));
        as_(CUSTOMS_OVERSEAS);
        _successor.sealRuleBook(NL, 3);
        (, Finding[] memory findings) = _successor.precheck(craneImport(time()), papersOf(named("report", 1)));
        expectFinding(findings[0], 856, FindingStatus.Suspended, "report");
        as_(SURVEYOR);
        _successor.reinstateCertificate(CERTIFICATE);
        vm.assertTrue(_successor.certificateOf(CERTIFICATE).status == CertificateStatus.Issued);
        (, findings) = _successor.precheck(craneImport(time()), papersOf(named("report", 1)));
        expectFinding(findings[0], 856, FindingStatus.Present, "report");
        as_(SURVEYOR);
        _successor.attestConsistency(LATER, NL, _contradicting(), 1, ConsistencyOutcome.Inconsistent, 0);
        vm.assertEq(_successor.inconsistenciesOf(NL, _papers[0]), 2);
    }

    /// @notice A successor has a successor; that the first was open means nothing for the second.
    function test_aSuccessorIsSucceeded() public {
        _open();
        CustomsComplianceSuccessor third = new CustomsComplianceSuccessor(root);
        vm.assertEq(third.predecessor(), address(_successor));
        third.carryState(_all());
        bytes32[] memory flag = new bytes32[](1);
        flag[0] = keccak256(abi.encode("quaychain.Successor", address(_successor)));
        third.carryState(flag);
        vm.assertFalse(third.isOpen());
        vm.assertEq(_everything(ICustomsCompliance(address(third))), _everything(customs));
    }

    // -------------------------------------------------------------------------------------------------- what it takes

    function _contradicting() private view returns (NamedRecord[] memory compared) {
        compared = new NamedRecord[](2);
        (compared[0], compared[1]) = (_papers[0], _papers[1]);
    }

    /// @dev The accounting members vote the successor in.
    function _vote() private {
        address[] memory targets = new address[](1);
        targets[0] = address(root);
        bytes[] memory calls = new bytes[](1);
        calls[0] = abi.encodeCall(
            IConsortiumRoot.setEntry, (entry("CustomsCompliance", address(_successor)))
        );
        uint256[] memory values = new uint256[](1);
        vm.prank(governance(MANUFACTURER));
        uint256 proposal = governor.propose(targets, values, calls, "a successor");
        pass(VOTING_DELAY + 1);
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(governance(parts()[i].member));
            governor.castVote(proposal, 1);
        }
        pass(VOTING_PERIOD + 1);
        governor.queue(targets, values, calls, keccak256("a successor"));
        pass(TIME_LOCK);
        governor.execute(targets, values, calls, keccak256("a successor"));
        vm.assertEq(root.entryOf("CustomsCompliance").location, address(_successor));
    }

    function _open() private {
        _vote();
        _carry();
        (CarriedProof memory proof,) = _proof();
        _successor.openSuccessor(proof);
    }

    function _carry() private {
        _successor.carryState(_all());
    }

    /// @dev Every slot that was ever written on the predecessor.
    function _all() private returns (bytes32[] memory) {
        (, bytes32[] memory writes) = STORAGE.accesses(address(customs));
        for (uint256 i = 0; i < writes.length; ++i) {
            if (_known[writes[i]]) continue;
            _known[writes[i]] = true;
            _slots.push(writes[i]);
        }
        return _slots;
    }

    /// @dev Stands for a storage root.
    function _digest(address account) private view returns (bytes32) {
        bytes32[] memory values = new bytes32[](_slots.length);
        for (uint256 i = 0; i < values.length; ++i) {
            values[i] = vm.load(account, _slots[i]);
        }
        return keccak256(abi.encode(values));
    }

    /// @dev What eth_getProof would say of the block before the present one.
    function _proof() private returns (CarriedProof memory proof, uint256 number) {
        MadeState.Trie memory line;
        (line.keys, line.values) = (new bytes32[](1), new bytes[](1));
        bytes32 slot = keccak256(abi.encode(bytes32("CustomsCompliance"), DIRECTORY));
        line.keys[0] = keccak256(abi.encode(slot));
        // As RLP has a number: without its leading zeros. The layout's version, 1, stands above the location.
        line.values[0] = abi.encodePacked(bytes1(0x95), bytes1(0x01), root.entryOf("CustomsCompliance").location);
        vm.assertEq(
            vm.load(address(root), slot),
            bytes32(uint256(uint160(root.entryOf("CustomsCompliance").location)) + (uint256(1) << 160))
        );

        MadeState.Trie memory state;
        (state.keys, state.values) = (new bytes32[](5), new bytes[](5));
        address[5] memory accounts =
            [address(root), address(customs), address(_successor), address(registry), address(records)];
        for (uint256 i = 0; i < 5; ++i) {
            state.keys[i] = keccak256(abi.encodePacked(accounts[i]));
            bytes32 storageRoot = i == 0 ? MadeState.rootOf(line) : _digest(accounts[i]);
            state.values[i] = MadeState.account(storageRoot, accounts[i].codehash);
        }
        number = block.number;
        proof.header = MadeState.header(number, MadeState.rootOf(state));
        proof.entry = MadeState.proofOf(line, 0);
        proof.root = MadeState.proofOf(state, 0);
        proof.predecessor = MadeState.proofOf(state, 1);
        proof.successor = MadeState.proofOf(state, 2);
        pass(2);
        STORAGE.setBlockhash(number, keccak256(proof.header));
    }

    function _copy(CarriedProof memory proof) private pure returns (CarriedProof memory) {
        return CarriedProof(proof.header, proof.root, proof.entry, proof.predecessor, proof.successor);
    }

    /// @dev What the views say about all that there is.
    function _everything(ICustomsCompliance asked) private view returns (bytes memory) {
        bytes memory rules = abi.encode(
            asked.jurisdictionOf(NL),
            asked.ruleBookOf(NL, 1),
            asked.ruleBookOf(NL, 2),
            asked.ruleBookOf(NL, 3),
            asked.rulesOf(NL, 1, 0, 100),
            asked.rulesOf(NL, 2, 0, 100),
            asked.ruleBookAt(NL, APPLIES)
        );
        bytes memory declared = abi.encode(
            asked.declarationOf(DECLARATION),
            asked.assessmentOf(DECLARATION, 1),
            asked.findingsOf(DECLARATION, 1),
            asked.decisionsOf(DECLARATION, 0, 100)
        );
        (Assessment memory assessment, Finding[] memory findings) = asked.precheck(craneImport(APPLIES), _papers);
        assessment.assessedAt = 0; // now
        return abi.encode(
            rules,
            declared,
            assessment,
            findings,
            abi.encode(
                asked.certificateOf(CERTIFICATE),
                asked.certificateOn("report"),
                asked.wasAuthorized(NL, document(856, 0), SURVEYOR, APPLIES + 5 days),
                asked.isChecker(NL, SURVEYOR)
            ),
            abi.encode(
                asked.attestationOf(ATTESTATION),
                asked.inconsistenciesOf(NL, _papers[0]),
                asked.evidencePackOf(PACK),
                asked.packSignatureOf(PACK, BROKER)
            )
        );
    }

    /// @dev Every write, by who might do it on the contract in the Directory.
    function _expectAllRefused(ICustomsCompliance asked, bytes memory refusal) private {
        _refused(asked, CUSTOMS_HOME, abi.encodeCall(asked.claimJurisdiction, (CN)), refusal);
        _refused(asked, 0, abi.encodeCall(asked.assignJurisdiction, (CN, CUSTOMS_HOME)), refusal);
        _refused(asked, 0, abi.encodeCall(asked.designateTranscriber, (NL, BROKER)), refusal);
        bytes16 authority = CUSTOMS_OVERSEAS;
        _refused(asked, authority, abi.encodeCall(asked.publishRuleBook, (NL, 4, APPLIES, CONTENT)), refusal);
        _refused(asked, authority, abi.encodeCall(asked.addRules, (NL, 3, one(requires(0, 0, 1)))), refusal);
        _refused(asked, authority, abi.encodeCall(asked.sealRuleBook, (NL, 3)), refusal);
        _refused(asked, authority, abi.encodeCall(asked.abandonRuleBook, (NL, 3)), refusal);
        _refused(asked, authority, abi.encodeCall(asked.authorizeIssuer, (NL, document(1, 0), BUYER, 1, 0)), refusal);
        _refused(
            asked,
            authority,
            abi.encodeCall(asked.endIssuerAuthorization, (NL, document(856, 0), SURVEYOR, time() + 1)),
            refusal
        );
        _refused(asked, authority, abi.encodeCall(asked.appointChecker, (NL, BUYER, true)), refusal);
        _refused(asked, SURVEYOR, abi.encodeCall(asked.issueCertificate, (LATER, "report", 0)), refusal);
        _refused(asked, SURVEYOR, abi.encodeCall(asked.suspendCertificate, (CERTIFICATE, "why")), refusal);
        _refused(asked, SURVEYOR, abi.encodeCall(asked.reinstateCertificate, (CERTIFICATE)), refusal);
        _refused(asked, SURVEYOR, abi.encodeCall(asked.revokeCertificate, (CERTIFICATE, "why")), refusal);
        _refused(asked, BROKER, abi.encodeCall(asked.declare, (LATER, craneImport(time()), 0, _papers)), refusal);
        _refused(asked, BROKER, abi.encodeCall(asked.amend, (DECLARATION, _papers)), refusal);
        _refused(asked, BROKER, abi.encodeCall(asked.withdraw, (DECLARATION)), refusal);
        _refused(asked, authority, abi.encodeCall(asked.decide, (DECLARATION, 1, Decision.Release, 0, 0, 0)), refusal);
        _refused(asked, BROKER, abi.encodeCall(asked.reportDecision, (DECLARATION, Decision.Release, "MRN")), refusal);
        _refused(asked, BUYER, abi.encodeCall(asked.lapseHold, (DECLARATION)), refusal);
        _refused(
            asked,
            SURVEYOR,
            abi.encodeCall(
                asked.attestConsistency, (LATER, NL, _contradicting(), 1, ConsistencyOutcome.Inconsistent, 0)
            ),
            refusal
        );
        _refused(asked, SURVEYOR, abi.encodeCall(asked.withdrawAttestation, (ATTESTATION, _contradicting())), refusal);
        _refused(asked, BROKER, abi.encodeCall(asked.submitEvidencePack, (LATER, DECLARATION, _papers)), refusal);
        _refused(asked, BUYER, abi.encodeCall(asked.countersignEvidencePack, (PACK, CONTENT)), refusal);
    }

    /// @param member 0: the governor
    function _refused(ICustomsCompliance asked, bytes16 member, bytes memory call, bytes memory refusal) private {
        vm.prank(member == 0 ? address(governor) : operations(member));
        (bool done, bytes memory answer) = address(asked).call(call);
        vm.assertFalse(done);
        vm.assertEq(answer, refusal);
    }
}

/// @notice A root that has nothing under any name.
contract EmptyDirectory {
    function resolve(bytes32) external pure returns (address, address) {
        return (address(0), address(0));
    }
}
