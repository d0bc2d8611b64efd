// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Attestation,
    ConsistencyOutcome,
    EvidencePack,
    NamedRecord,
    PackSignature
} from "contracts/customs/CustomsTypes.sol";
import {ICustomsErrors} from "contracts/customs/ICustomsErrors.sol";
import {ICustomsEvents} from "contracts/customs/ICustomsEvents.sol";
import {IRecordRegistry} from "contracts/records/IRecordRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {CustomsUnit} from "./CustomsUnit.sol";

contract EvidenceTest is CustomsUnit {
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

    // ---------------------------------------------------------------------------------------------- attestConsistency

    function test_attested() public leavesTheRest {
        emits();
        emit ICustomsEvents.ConsistencyAttested(
            ATTESTATION, SURVEYOR, NL, compared, WEIGHTS_AND_PARTIES, ConsistencyOutcome.Consistent, "report"
        );
        _attest(ATTESTATION, ConsistencyOutcome.Consistent);
        _expectAttestation(ConsistencyOutcome.Consistent, false, time());
        vm.assertEq(customs.inconsistenciesOf(NL, compared[0]), 0);
    }

    function test_inconsistenciesAreCounted() public leavesTheRest {
        _attest(ATTESTATION, ConsistencyOutcome.Inconsistent);
        for (uint256 i = 0; i < 3; ++i) {
            vm.assertEq(customs.inconsistenciesOf(NL, compared[i]), 1);
        }
        _attest("second", ConsistencyOutcome.Inconsistent);
        vm.assertEq(customs.inconsistenciesOf(NL, compared[2]), 2);
        vm.assertEq(customs.inconsistenciesOf(CN, compared[2]), 0);
        vm.assertEq(customs.inconsistenciesOf(NL, named("bill of lading", 2)), 0);
        as_(SURVEYOR);
        customs.withdrawAttestation(ATTESTATION, compared);
        for (uint256 i = 0; i < 3; ++i) {
            vm.assertEq(customs.inconsistenciesOf(NL, compared[i]), 1);
        }
        // A consistent one clears nothing, and clears nothing when it is withdrawn.
        _attest("third", ConsistencyOutcome.Consistent);
        vm.assertEq(customs.inconsistenciesOf(NL, compared[2]), 1);
        as_(SURVEYOR);
        customs.withdrawAttestation("third", compared);
        vm.assertEq(customs.inconsistenciesOf(NL, compared[2]), 1);
    }

    function test_twoToSixteenRecordsEachOnce() public leavesTheRest {
        NamedRecord[] memory many = new NamedRecord[](17);
        for (uint256 i = 0; i < 17; ++i) {
            bytes32 record = keccak256(abi.encode("paper", i));
            publishAs(MANUFACTURER, record, 380, 0);
            many[i] = named(record, 1);
        }
        _attestRefused(many, abi.encodeWithSelector(ICustomsErrors.TooManyRecords.selector, 17, 16));
        assembly ("memory-safe") {
            mstore(many, 16)
        }
        as_(SURVEYOR);
        customs.attestConsistency(ATTESTATION, NL, many, 1, ConsistencyOutcome.Consistent, 0);
        bytes memory twice = abi.encodeWithSelector(ICustomsErrors.RecordNamedTwice.selector, many[3].record);
        many[15] = named(many[3].record, 2);
        _attestRefused(many, twice);
        assembly ("memory-safe") {
            mstore(many, 1)
        }
        _attestRefused(many, abi.encodeWithSelector(ICustomsErrors.AttestationMalformed.selector));
        assembly ("memory-safe") {
            mstore(many, 2)
        }
        as_(SURVEYOR);
        customs.attestConsistency("pair", NL, many, 1, ConsistencyOutcome.Consistent, 0);
        many[1] = many[0];
        _attestRefused(many, abi.encodeWithSelector(ICustomsErrors.RecordNamedTwice.selector, many[0].record));
        many[1] = named("invoice", 2);
        _attestRefused(
            many, abi.encodeWithSelector(IRecordRegistry.UnknownRecordVersion.selector, bytes32("invoice"), 2)
        );
    }

    function test_theAspectsAreThoseOfTheList() public leavesTheRest {
        bytes memory malformed = abi.encodeWithSelector(ICustomsErrors.AttestationMalformed.selector);
        as_(SURVEYOR);
        customs.attestConsistency("all", NL, compared, 63, ConsistencyOutcome.Consistent, 0);
        vm.assertEq(customs.attestationOf("all").aspects, 63);
        refused(SURVEYOR, malformed);
        customs.attestConsistency(ATTESTATION, NL, compared, 64, ConsistencyOutcome.Consistent, 0);
        refused(SURVEYOR, malformed);
        customs.attestConsistency(ATTESTATION, NL, compared, 0, ConsistencyOutcome.Consistent, 0);
        refused(SURVEYOR, malformed);
        customs.attestConsistency(ATTESTATION, NL, compared, 1, ConsistencyOutcome.None, 0);
    }

    function test_onlyByAChecker() public leavesTheRest {
        refused(BUYER, abi.encodeWithSelector(ICustomsErrors.NotAChecker.selector, NL, BUYER));
        customs.attestConsistency(ATTESTATION, NL, compared, 1, ConsistencyOutcome.Consistent, 0);
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.NotAChecker.selector, CN, SURVEYOR));
        customs.attestConsistency(ATTESTATION, CN, compared, 1, ConsistencyOutcome.Consistent, 0);
        refused(SURVEYOR, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        customs.attestConsistency(0, NL, compared, 1, ConsistencyOutcome.Consistent, 0);
        _attest(ATTESTATION, ConsistencyOutcome.Consistent);
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.AttestationExists.selector, ATTESTATION));
        customs.attestConsistency(ATTESTATION, NL, compared, 1, ConsistencyOutcome.Consistent, 0);
        as_(CUSTOMS_OVERSEAS);
        customs.appointChecker(NL, SURVEYOR, false);
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.NotAChecker.selector, NL, SURVEYOR));
        customs.attestConsistency("later", NL, compared, 1, ConsistencyOutcome.Consistent, 0);
    }

    // -------------------------------------------------------------------------------------------- withdrawAttestation

    function test_withdrawnOnceByItsCheckerWithTheSameRecords() public leavesTheRest {
        uint48 attestedAt = time();
        _attest(ATTESTATION, ConsistencyOutcome.Inconsistent);
        pass(1 hours);
        bytes4 unknown = ICustomsErrors.UnknownAttestation.selector;
        refused(BUYER, abi.encodeWithSelector(unknown, ATTESTATION, BUYER));
        customs.withdrawAttestation(ATTESTATION, compared);
        refused(CUSTOMS_HOME, abi.encodeWithSelector(unknown, ATTESTATION, CUSTOMS_HOME));
        customs.withdrawAttestation(ATTESTATION, compared);
        bytes memory refusal = abi.encodeWithSelector(unknown, ATTESTATION, SURVEYOR);
        refused(SURVEYOR, refusal);
        customs.withdrawAttestation(ATTESTATION, papersOf(compared[0]));
        refused(SURVEYOR, abi.encodeWithSelector(unknown, bytes32("other"), SURVEYOR));
        customs.withdrawAttestation("other", compared);
        emits();
        emit ICustomsEvents.AttestationWithdrawn(ATTESTATION, SURVEYOR);
        as_(SURVEYOR);
        customs.withdrawAttestation(ATTESTATION, compared);
        _expectAttestation(ConsistencyOutcome.Inconsistent, true, attestedAt);
        refused(SURVEYOR, refusal);
        customs.withdrawAttestation(ATTESTATION, compared);
        // Its id is not free.
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.AttestationExists.selector, ATTESTATION));
        customs.attestConsistency(ATTESTATION, NL, compared, 1, ConsistencyOutcome.Consistent, 0);
    }

    /// @notice A checker that is gone, or was robbed of its key, leaves no document contradictory for ever.
    function test_whoRulesTakesAnAttestationBack() public leavesTheRest {
        _attest(ATTESTATION, ConsistencyOutcome.Inconsistent);
        vm.prank(address(governor));
        registry.suspend(SURVEYOR, 1);
        emits();
        emit ICustomsEvents.AttestationWithdrawn(ATTESTATION, CUSTOMS_OVERSEAS);
        as_(CUSTOMS_OVERSEAS);
        customs.withdrawAttestation(ATTESTATION, compared);
        vm.assertEq(customs.inconsistenciesOf(NL, compared[0]), 0);
    }

    function test_aTranscriberTakesAnAttestationBack() public leavesTheRest {
        vm.prank(address(governor));
        customs.designateTranscriber(GB, BROKER);
        as_(BROKER);
        customs.appointChecker(GB, SURVEYOR, true);
        as_(SURVEYOR);
        customs.attestConsistency(ATTESTATION, GB, compared, 1, ConsistencyOutcome.Inconsistent, 0);
        emits();
        emit ICustomsEvents.AttestationWithdrawn(ATTESTATION, BROKER);
        as_(BROKER);
        customs.withdrawAttestation(ATTESTATION, compared);
        vm.assertEq(customs.inconsistenciesOf(GB, compared[0]), 0);
    }

    // ------------------------------------------------------------------------------------------------- evidence packs

    function test_aPackSaysWhatIsInItAndWhoSigned() public leavesTheRest {
        declareCrane(none);
        bytes16[] memory issuers = new bytes16[](3);
        (issuers[0], issuers[1], issuers[2]) = (MANUFACTURER, MANUFACTURER, CARRIER);
        bytes32 digest = keccak256(abi.encode(DECLARATION, compared));
        uint48 submittedAt = time();
        emits();
        emit ICustomsEvents.EvidencePackSubmitted(
            PACK, DECLARATION, BROKER, operations(BROKER), compared, issuers, digest
        );
        as_(BROKER);
        customs.submitEvidencePack(PACK, DECLARATION, compared);
        _expectPack(EvidencePack(DECLARATION, BROKER, submittedAt, 3, 0, digest));
        _expectSignature(BROKER, operations(BROKER), submittedAt);
        _expectSignature(SURVEYOR, address(0), 0);
        pass(1 hours);
        emits();
        emit ICustomsEvents.EvidencePackCountersigned(PACK, SURVEYOR, operations(SURVEYOR), digest);
        as_(SURVEYOR);
        customs.countersignEvidencePack(PACK, digest);
        as_(MANUFACTURER);
        customs.countersignEvidencePack(PACK, digest);
        _expectPack(EvidencePack(DECLARATION, BROKER, submittedAt, 3, 2, digest));
        _expectSignature(BROKER, operations(BROKER), submittedAt);
        _expectSignature(SURVEYOR, operations(SURVEYOR), time());
        _expectSignature(MANUFACTURER, operations(MANUFACTURER), time());
        // The documents' own signatures are in RecordRegistry.
        vm.assertEq(records.versionOf("bill of lading", 1).issuerAccount, operations(CARRIER));
    }

    function test_packsRefused() public leavesTheRest {
        bytes32 digest = keccak256(abi.encode(DECLARATION, compared));
        declareCrane(none);
        _packRefused(none, abi.encodeWithSelector(ICustomsErrors.EvidencePackEmpty.selector, PACK));
        _packRefused(new NamedRecord[](33), abi.encodeWithSelector(ICustomsErrors.TooManyRecords.selector, 33, 32));
        refused(BROKER, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        customs.submitEvidencePack(0, DECLARATION, compared);
        _packRefused(
            papersOf(named("invoice", 2)),
            abi.encodeWithSelector(IRecordRegistry.UnknownRecordVersion.selector, bytes32("invoice"), 2)
        );
        NamedRecord[] memory twice = new NamedRecord[](2);
        (twice[0], twice[1]) = (named("invoice", 1), named("invoice", 2));
        _packRefused(
            twice, abi.encodeWithSelector(ICustomsErrors.RecordNamedTwice.selector, bytes32("invoice"))
        );
        publishAs(MANUFACTURER, "taken back", 380, 0);
        as_(MANUFACTURER);
        records.revoke("taken back", 1);
        _packRefused(
            papersOf(named("taken back", 1)),
            abi.encodeWithSelector(IRecordRegistry.RecordIsRevoked.selector, bytes32("taken back"), time())
        );
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.UnknownEvidencePack.selector, PACK));
        customs.countersignEvidencePack(PACK, digest);
        vm.expectRevert(abi.encodeWithSelector(ICustomsErrors.UnknownEvidencePack.selector, PACK));
        customs.evidencePackOf(PACK);
        as_(BROKER);
        customs.submitEvidencePack(PACK, DECLARATION, compared);
        _packRefused(compared, abi.encodeWithSelector(ICustomsErrors.EvidencePackExists.selector, PACK));
    }

    /// @notice Whoever countersigns says what: a pack of the same id with something else in it is not signed.
    function test_countersignedOnceAndByItsDigest() public leavesTheRest {
        bytes32 digest = keccak256(abi.encode(DECLARATION, compared));
        declareCrane(none);
        as_(BROKER);
        customs.submitEvidencePack(PACK, DECLARATION, compared);
        refused(
            SURVEYOR, abi.encodeWithSelector(ICustomsErrors.EvidencePackMismatch.selector, PACK, digest, CONTENT)
        );
        customs.countersignEvidencePack(PACK, CONTENT);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.EvidencePackSigned.selector, PACK, BROKER));
        customs.countersignEvidencePack(PACK, digest);
        as_(SURVEYOR);
        customs.countersignEvidencePack(PACK, digest);
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.EvidencePackSigned.selector, PACK, SURVEYOR));
        customs.countersignEvidencePack(PACK, digest);
        vm.assertEq(customs.evidencePackOf(PACK).countersignatures, 1);
    }

    /// @notice However many members there are, one more can sign.
    function test_moreSignersThanSixteenBitsCount() public {
        declareCrane(none);
        as_(BROKER);
        customs.submitEvidencePack(PACK, DECLARATION, compared);
        // The number of countersignatures, as the committed layout has it.
        uint256 packs = erc7201("quaychain.CustomsCompliance") + 14;
        bytes32 slot = bytes32(uint256(keccak256(abi.encode(PACK, packs))) + 1);
        uint256 count = type(uint16).max;
        vm.store(address(customs), slot, bytes32(uint256(vm.load(address(customs), slot)) | (count << 192)));
        vm.assertEq(customs.evidencePackOf(PACK).countersignatures, count);
        as_(SURVEYOR);
        customs.countersignEvidencePack(PACK, keccak256(abi.encode(DECLARATION, compared)));
        vm.assertEq(customs.evidencePackOf(PACK).countersignatures, count + 1);
    }

    function test_aPackHolds32Records() public leavesTheRest {
        declareCrane(none);
        NamedRecord[] memory items = new NamedRecord[](32);
        for (uint256 i = 0; i < 32; ++i) {
            bytes32 record = keccak256(abi.encode("paper", i));
            publishAs(MANUFACTURER, record, 380, 0);
            items[i] = named(record, 1);
        }
        uint256 before = gasleft();
        as_(BROKER);
        customs.submitEvidencePack(PACK, DECLARATION, items);
        vm.assertLe(before - gasleft(), 16_700_000);
        vm.assertEq(customs.evidencePackOf(PACK).items, 32);
        // A pack for whatever became of the declaration, but only its declarant's.
        refused(BUYER, abi.encodeWithSelector(ICustomsErrors.NotTheDeclarant.selector, DECLARATION, BUYER));
        customs.submitEvidencePack("other", DECLARATION, items);
    }

    function _attest(bytes32 attestation, ConsistencyOutcome outcome) private {
        as_(SURVEYOR);
        customs.attestConsistency(attestation, NL, compared, WEIGHTS_AND_PARTIES, outcome, "report");
    }

    function _attestRefused(NamedRecord[] memory given, bytes memory reason) private {
        refused(SURVEYOR, reason);
        customs.attestConsistency("refused", NL, given, 1, ConsistencyOutcome.Consistent, 0);
    }

    function _packRefused(NamedRecord[] memory items, bytes memory reason) private {
        refused(BROKER, reason);
        customs.submitEvidencePack(PACK, DECLARATION, items);
    }

    function _expectAttestation(ConsistencyOutcome outcome, bool withdrawn, uint48 attestedAt) private view {
        vm.assertEq(
            abi.encode(customs.attestationOf(ATTESTATION)),
            abi.encode(Attestation(outcome, withdrawn, SURVEYOR, NL, attestedAt, WEIGHTS_AND_PARTIES, "report"))
        );
    }

    function _expectPack(EvidencePack memory expected) private view {
        vm.assertEq(abi.encode(customs.evidencePackOf(PACK)), abi.encode(expected));
    }

    function _expectSignature(bytes16 member, address account, uint48 signedAt) private view {
        vm.assertEq(
            abi.encode(customs.packSignatureOf(PACK, member)), abi.encode(PackSignature(account, signedAt))
        );
    }
}
