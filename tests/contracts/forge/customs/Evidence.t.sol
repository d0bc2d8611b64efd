// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Attestation, ConsistencyOutcome, EvidencePack, NamedRecord} from "contracts/customs/CustomsTypes.sol";
import {ICustomsErrors} from "contracts/customs/ICustomsErrors.sol";
import {ICustomsEvents} from "contracts/customs/ICustomsEvents.sol";
import {IRecordRegistry} from "contracts/records/IRecordRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {CustomsDesk} from "./CustomsDesk.sol";

contract EvidenceTest is CustomsDesk {
    bytes32 internal constant ATTESTATION = keccak256("attestation");
    bytes32 internal constant PACK = keccak256("pack");
    uint16 internal constant WEIGHTS_AND_PARTIES = 1 + 8;
    NamedRecord[] internal compared;

    function setUp() public override {
        super.setUp();
        publishAs(MANUFACTURER, "invoice", 380, 0);
        publishAs(MANUFACTURER, "packing list", 271, 0);
        publishAs(CARRIER, "bill of lading", 705, 0);
        compared.push(named("invoice", 1));
        compared.push(named("packing list", 1));
        compared.push(named("bill of lading", 1));
        as_(CUSTOMS_OVERSEAS);
        customs.appointChecker(NL, SURVEYOR, true);
    }

    function test_attested() public {
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.ConsistencyAttested(
            ATTESTATION, SURVEYOR, NL, compared, WEIGHTS_AND_PARTIES, ConsistencyOutcome.Consistent, "report"
        );
        _attest(ATTESTATION, ConsistencyOutcome.Consistent);
        Attestation memory attested = customs.attestationOf(ATTESTATION);
        vm.assertEq(attested.checker, SURVEYOR);
        vm.assertEq(attested.attestedAt, time());
        vm.assertEq(attested.aspects, WEIGHTS_AND_PARTIES);
        vm.assertFalse(attested.withdrawn);
        vm.assertEq(customs.inconsistenciesOf(NL, compared[0]), 0);
    }

    function test_inconsistenciesAreCounted() public {
        _attest(ATTESTATION, ConsistencyOutcome.Inconsistent);
        _attest("second", ConsistencyOutcome.Inconsistent);
        vm.assertEq(customs.inconsistenciesOf(NL, compared[2]), 2);
        vm.assertEq(customs.inconsistenciesOf(CN, compared[2]), 0);
        vm.assertEq(customs.inconsistenciesOf(NL, named("bill of lading", 2)), 0);
        as_(SURVEYOR);
        customs.withdrawAttestation(ATTESTATION, compared);
        vm.assertEq(customs.inconsistenciesOf(NL, compared[2]), 1);
        vm.assertTrue(customs.attestationOf(ATTESTATION).withdrawn);
        // A consistent one clears nothing.
        _attest("third", ConsistencyOutcome.Consistent);
        vm.assertEq(customs.inconsistenciesOf(NL, compared[2]), 1);
    }

    function test_withdrawnOnceByItsCheckerWithTheSameRecords() public {
        _attest(ATTESTATION, ConsistencyOutcome.Inconsistent);
        refused(BUYER, abi.encodeWithSelector(ICustomsErrors.UnknownAttestation.selector, ATTESTATION, BUYER));
        customs.withdrawAttestation(ATTESTATION, compared);
        bytes memory unknown = abi.encodeWithSelector(ICustomsErrors.UnknownAttestation.selector, ATTESTATION, SURVEYOR);
        refused(SURVEYOR, unknown);
        customs.withdrawAttestation(ATTESTATION, papersOf(compared[0]));
        as_(SURVEYOR);
        customs.withdrawAttestation(ATTESTATION, compared);
        refused(SURVEYOR, unknown);
        customs.withdrawAttestation(ATTESTATION, compared);
    }

    function test_onlyByACheckerAndWellFormed() public {
        refused(BUYER, abi.encodeWithSelector(ICustomsErrors.NotAChecker.selector, NL, BUYER));
        customs.attestConsistency(ATTESTATION, NL, compared, 1, ConsistencyOutcome.Consistent, 0);
        refused(SURVEYOR, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        customs.attestConsistency(0, NL, compared, 1, ConsistencyOutcome.Consistent, 0);
        bytes memory malformed = abi.encodeWithSelector(ICustomsErrors.AttestationMalformed.selector);
        refused(SURVEYOR, malformed);
        customs.attestConsistency(ATTESTATION, NL, compared, 0, ConsistencyOutcome.Consistent, 0);
        refused(SURVEYOR, malformed);
        customs.attestConsistency(ATTESTATION, NL, compared, 1, ConsistencyOutcome.None, 0);
        refused(SURVEYOR, malformed);
        customs.attestConsistency(ATTESTATION, NL, papersOf(compared[0]), 1, ConsistencyOutcome.Consistent, 0);
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.TooManyRecords.selector, 17, 16));
        customs.attestConsistency(ATTESTATION, NL, new NamedRecord[](17), 1, ConsistencyOutcome.Consistent, 0);
        compared.push(named("nothing", 1));
        refused(SURVEYOR, abi.encodeWithSelector(IRecordRegistry.UnknownRecordVersion.selector, bytes32("nothing"), 1));
        customs.attestConsistency(ATTESTATION, NL, compared, 1, ConsistencyOutcome.Consistent, 0);
        compared.pop();
        _attest(ATTESTATION, ConsistencyOutcome.Consistent);
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.AttestationExists.selector, ATTESTATION));
        customs.attestConsistency(ATTESTATION, NL, compared, 1, ConsistencyOutcome.Consistent, 0);
        as_(CUSTOMS_OVERSEAS);
        customs.appointChecker(NL, SURVEYOR, false);
        vm.assertFalse(customs.isChecker(NL, SURVEYOR));
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.NotAChecker.selector, NL, SURVEYOR));
        customs.attestConsistency("later", NL, compared, 1, ConsistencyOutcome.Consistent, 0);
    }

    function test_aPackSaysWhatIsInItAndWhoSigned() public {
        declareCrane(compared);
        bytes16[] memory issuers = new bytes16[](3);
        (issuers[0], issuers[1], issuers[2]) = (MANUFACTURER, MANUFACTURER, CARRIER);
        bytes32 digest = keccak256(abi.encode(DECLARATION, compared));
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.EvidencePackSubmitted(PACK, DECLARATION, BROKER, operations(BROKER), compared, issuers, digest);
        as_(BROKER);
        customs.submitEvidencePack(PACK, DECLARATION, compared);
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.EvidencePackCountersigned(PACK, SURVEYOR, operations(SURVEYOR), digest);
        as_(SURVEYOR);
        customs.countersignEvidencePack(PACK, digest);
        EvidencePack memory pack = customs.evidencePackOf(PACK);
        vm.assertEq(pack.declaration, DECLARATION);
        vm.assertEq(pack.submitter, BROKER);
        vm.assertEq(pack.items, 3);
        vm.assertEq(pack.countersignatures, 1);
        vm.assertEq(pack.digest, digest);
    }

    function test_packsRefused() public {
        bytes32 digest = keccak256(abi.encode(DECLARATION, compared));
        declareCrane(compared);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.EvidencePackEmpty.selector, PACK));
        customs.submitEvidencePack(PACK, DECLARATION, new NamedRecord[](0));
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.TooManyRecords.selector, 33, 32));
        customs.submitEvidencePack(PACK, DECLARATION, new NamedRecord[](33));
        refused(BROKER, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        customs.submitEvidencePack(0, DECLARATION, compared);
        refused(BROKER, abi.encodeWithSelector(IRecordRegistry.UnknownRecordVersion.selector, bytes32("invoice"), 2));
        customs.submitEvidencePack(PACK, DECLARATION, papersOf(named("invoice", 2)));
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.UnknownEvidencePack.selector, PACK));
        customs.countersignEvidencePack(PACK, digest);
        bytes memory unknown = abi.encodeWithSelector(ICustomsErrors.UnknownEvidencePack.selector, PACK);
        refused(SURVEYOR, unknown);
        customs.countersignEvidencePack(PACK, digest);
        vm.expectRevert(unknown);
        customs.evidencePackOf(PACK);
        as_(BROKER);
        customs.submitEvidencePack(PACK, DECLARATION, compared);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.EvidencePackExists.selector, PACK));
        customs.submitEvidencePack(PACK, DECLARATION, compared);
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.EvidencePackMismatch.selector, PACK, digest, CONTENT));
        customs.countersignEvidencePack(PACK, CONTENT);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.EvidencePackSigned.selector, PACK, BROKER));
        customs.countersignEvidencePack(PACK, digest);
        as_(SURVEYOR);
        customs.countersignEvidencePack(PACK, digest);
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.EvidencePackSigned.selector, PACK, SURVEYOR));
        customs.countersignEvidencePack(PACK, digest);
    }

    function _attest(bytes32 attestation, ConsistencyOutcome outcome) private {
        as_(SURVEYOR);
        customs.attestConsistency(attestation, NL, compared, WEIGHTS_AND_PARTIES, outcome, "report");
    }
}
