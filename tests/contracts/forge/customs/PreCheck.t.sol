// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MemberKind} from "contracts/access/IMemberRegistry.sol";
import {
    Assessment,
    AssessmentOutcome,
    ConsistencyOutcome,
    Finding,
    FindingStatus,
    Movement,
    NamedRecord,
    Rule,
    TariffCode
} from "contracts/customs/CustomsTypes.sol";
import {ICustomsErrors} from "contracts/customs/ICustomsErrors.sol";
import {ICustomsEvents} from "contracts/customs/ICustomsEvents.sol";
import {IRecordRegistry} from "contracts/records/IRecordRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {CustomsDesk} from "./CustomsDesk.sol";

/// @notice Every standing a document can have, by one rule that wants a certificate (856) on everything of chapter 84.
contract PreCheckTest is CustomsDesk {
    uint48 internal trigger;
    Rule internal rule;

    function setUp() public override {
        super.setUp();
        trigger = APPLIES + 100 days;
        rule = requires(84, 2, 856);
        publishAs(SURVEYOR, "report", 856, 0);
    }

    function test_present() public {
        _expect("report", 1, FindingStatus.Present);
    }

    function test_missing() public {
        seal();
        (Assessment memory assessment, Finding[] memory findings) = _ask(new NamedRecord[](0));
        expectOutcome(assessment, AssessmentOutcome.Failed, 3, 1);
        expectFinding(findings[0], 856, FindingStatus.Missing, 0);
        // Another type, list or subtype is not the document asked for.
        publishAs(SURVEYOR, "weights", 15, 0);
        (, findings) = _ask(papersOf(named("weights", 1)));
        expectFinding(findings[0], 856, FindingStatus.Missing, 0);
    }

    function test_anotherSubtypeIsAnotherDocument() public {
        rule.documentType.subtype = 7;
        publishAs(SURVEYOR, "subtype 7", 856, 7);
        seal();
        _expectNow("report", 1, FindingStatus.Missing);
        _expectNow("subtype 7", 1, FindingStatus.Present);
    }

    function test_expired() public {
        publishWith(SURVEYOR, "short", document(856, 0), ORDER, time(), trigger);
        publishWith(SURVEYOR, "long", document(856, 0), ORDER, time(), trigger + 1);
        seal();
        _expectNow("short", 1, FindingStatus.Expired);
        _expectNow("long", 1, FindingStatus.Present);
    }

    function test_tooOld() public {
        rule.maxAge = 10 days;
        publishWith(SURVEYOR, "old", document(856, 0), ORDER, trigger - 10 days - 1, 0);
        publishWith(SURVEYOR, "young", document(856, 0), ORDER, trigger - 10 days, 0);
        seal();
        _expectNow("old", 1, FindingStatus.Expired);
        _expectNow("young", 1, FindingStatus.Present);
    }

    function test_notYetValid() public {
        publishWith(SURVEYOR, "later", document(856, 0), ORDER, trigger + 1 days, 0);
        seal();
        _expectNow("later", 1, FindingStatus.NotYetValid);
        // Issued after the trigger date and valid by now: it counts.
        vm.warp(trigger + 1 days);
        _expectNow("later", 1, FindingStatus.Present);
    }

    function test_revokedRecord() public {
        seal();
        as_(SURVEYOR);
        records.revoke("report", 1);
        _expectNow("report", 1, FindingStatus.Revoked);
    }

    function test_certificateSuspendedReinstatedRevoked() public {
        seal();
        as_(SURVEYOR);
        customs.issueCertificate("certificate", "report", MANUFACTURER);
        _expectNow("report", 1, FindingStatus.Present);
        as_(SURVEYOR);
        customs.suspendCertificate("certificate", keccak256("why"));
        _expectNow("report", 1, FindingStatus.Suspended);
        as_(SURVEYOR);
        customs.reinstateCertificate("certificate");
        _expectNow("report", 1, FindingStatus.Present);
        as_(SURVEYOR);
        customs.revokeCertificate("certificate", keccak256("why"));
        _expectNow("report", 1, FindingStatus.Revoked);
    }

    function test_supersededSubtype() public {
        rule.supersededSubtype = 3;
        rule.documentType.subtype = 4;
        publishAs(SURVEYOR, "replaced", 856, 3);
        seal();
        _expectNow("replaced", 1, FindingStatus.Superseded);
    }

    function test_supersededByANewerVersion() public {
        seal();
        reviseAs(SURVEYOR, "report", 2, 0);
        _expectNow("report", 1, FindingStatus.Superseded);
        _expectNow("report", 2, FindingStatus.Present);
    }

    function test_unauthorisedKind() public {
        rule.issuerKind = MemberKind.OriginBody;
        publishAs(ORIGIN_BODY, "by the right kind", 856, 0);
        seal();
        _expectNow("report", 1, FindingStatus.Unauthorised);
        _expectNow("by the right kind", 1, FindingStatus.Present);
    }

    function test_authorisationCountsAtTheTimeOfIssue() public {
        rule.issuerMustBeAuthorized = true;
        seal();
        _expectNow("report", 1, FindingStatus.Unauthorised);
        as_(CUSTOMS_OVERSEAS);
        customs.authorizeIssuer(NL, document(856, 0), SURVEYOR, time(), 0);
        _expectNow("report", 1, FindingStatus.Present);
        pass(30 days);
        // It ends: what was issued before stays good, what comes after isn't.
        as_(CUSTOMS_OVERSEAS);
        customs.endIssuerAuthorization(NL, document(856, 0), SURVEYOR, time());
        publishAs(SURVEYOR, "later", 856, 0);
        _expectNow("report", 1, FindingStatus.Present);
        _expectNow("later", 1, FindingStatus.Unauthorised);
        // It is taken back from a day on which the report was issued already.
        as_(CUSTOMS_OVERSEAS);
        customs.authorizeIssuer(NL, document(856, 0), SURVEYOR, time(), time() + 1 days);
        _expectNow("later", 1, FindingStatus.Present);
    }

    function test_twoRulesAskForTheSameIssuersAuthority() public {
        rule.issuerMustBeAuthorized = true;
        Rule[] memory rules = new Rule[](2);
        (rules[0], rules[1]) = (rule, rule);
        rules[1].requirement = 857;
        sealBook(NL, 3, APPLIES, rules);
        as_(CUSTOMS_OVERSEAS);
        customs.authorizeIssuer(NL, document(856, 0), SURVEYOR, time(), 0);
        (Assessment memory assessment, Finding[] memory findings) = _ask(papersOf(named("report", 1)));
        expectOutcome(assessment, AssessmentOutcome.Passed, 3, 0);
        expectFinding(findings[0], 856, FindingStatus.Present, "report");
        expectFinding(findings[1], 857, FindingStatus.Present, "report");
    }

    function test_authorisationForASubtype() public {
        rule.issuerMustBeAuthorized = true;
        publishAs(SURVEYOR, "subtype 7", 856, 7);
        seal();
        as_(CUSTOMS_OVERSEAS);
        customs.authorizeIssuer(NL, document(856, 7), SURVEYOR, time(), 0);
        _expectNow("subtype 7", 1, FindingStatus.Present);
        _expectNow("report", 1, FindingStatus.Unauthorised);
        vm.assertTrue(customs.wasAuthorized(NL, document(856, 7), SURVEYOR, time()));
        vm.assertFalse(customs.wasAuthorized(NL, document(856, 0), SURVEYOR, time()));
        vm.assertFalse(customs.wasAuthorized(CN, document(856, 7), SURVEYOR, time()));
    }

    /// @notice What an account signed while valid stays so after its rotation, not after an earlier revocation.
    function test_theIssuersAccountAtTheTimeOfIssue() public {
        seal();
        uint48 issued = time();
        pass(10 days);
        address account = operations(SURVEYOR);
        vm.prank(governance(SURVEYOR));
        registry.rotateAccount(account, address(0x5EC0), 0);
        _expectNow("report", 1, FindingStatus.Present);
        vm.prank(governance(SURVEYOR));
        registry.revokeAccount(account, issued);
        _expectNow("report", 1, FindingStatus.Unauthorised);
    }

    function test_issuedBeforeASuspension() public {
        seal();
        pass(1 days);
        vm.prank(address(governor));
        registry.suspend(SURVEYOR, 1);
        _expectNow("report", 1, FindingStatus.Present);
    }

    function test_aboutOtherGoods() public {
        rule.mustConcernGoods = true;
        publishWith(SURVEYOR, "other order", document(856, 0), keccak256("other"), time(), 0);
        publishWith(SURVEYOR, "no subject", document(856, 0), 0, time(), 0);
        publishWith(SURVEYOR, "consignment", document(856, 0), CONSIGNMENT, time(), 0);
        publishWith(SURVEYOR, "declared", document(856, 0), DECLARATION, time(), 0);
        seal();
        _expectNow("report", 1, FindingStatus.Present);
        _expectNow("consignment", 1, FindingStatus.Present);
        _expectNow("other order", 1, FindingStatus.Inconsistent);
        _expectNow("no subject", 1, FindingStatus.Inconsistent);
        // The declaration's own papers count once there is a declaration.
        _expectNow("declared", 1, FindingStatus.Inconsistent);
        as_(BROKER);
        customs.declare(DECLARATION, craneImport(trigger), 0, papersOf(named("declared", 1)));
        expectFinding(customs.findingsOf(DECLARATION, 1)[0], 856, FindingStatus.Present, "declared");
    }

    function test_attestedInconsistent() public {
        seal();
        publishAs(CARRIER, "bill of lading", 705, 0);
        as_(CUSTOMS_OVERSEAS);
        customs.appointChecker(NL, SURVEYOR, true);
        NamedRecord[] memory compared = new NamedRecord[](2);
        (compared[0], compared[1]) = (named("report", 1), named("bill of lading", 1));
        as_(SURVEYOR);
        customs.attestConsistency("attestation", NL, compared, 1, ConsistencyOutcome.Inconsistent, 0);
        _expectNow("report", 1, FindingStatus.Inconsistent);
        as_(SURVEYOR);
        customs.withdrawAttestation("attestation", compared);
        _expectNow("report", 1, FindingStatus.Present);
    }

    function test_theBestOfSeveralCounts() public {
        seal();
        publishAs(SURVEYOR, "second", 856, 0);
        as_(SURVEYOR);
        records.revoke("report", 1);
        NamedRecord[] memory papers = new NamedRecord[](2);
        (papers[0], papers[1]) = (named("report", 1), named("second", 1));
        (, Finding[] memory findings) = _ask(papers);
        expectFinding(findings[0], 856, FindingStatus.Present, "second");
        as_(SURVEYOR);
        records.revoke("second", 1);
        (, findings) = _ask(papers);
        expectFinding(findings[0], 856, FindingStatus.Revoked, "report");
    }

    function test_noRuleBookForTheDate() public {
        as_(BROKER);
        customs.declare(DECLARATION, craneImport(uint48(START) - 1), 0, papersOf(named("report", 1)));
        expectOutcome(customs.assessmentOf(DECLARATION, 1), AssessmentOutcome.NotAssessed, 0, 0);
        vm.assertEq(customs.findingsOf(DECLARATION, 1).length, 0);
    }

    function test_malformedQuestions() public {
        vm.expectRevert(abi.encodeWithSelector(IRecordRegistry.UnknownRecordVersion.selector, bytes32("report"), 2));
        customs.precheck(craneImport(trigger), papersOf(named("report", 2)));
        vm.expectRevert(abi.encodeWithSelector(IRecordRegistry.UnknownRecordVersion.selector, bytes32("nothing"), 1));
        customs.precheck(craneImport(trigger), papersOf(named("nothing", 1)));
        NamedRecord[] memory twice = new NamedRecord[](2);
        (twice[0], twice[1]) = (named("report", 1), named("report", 1));
        vm.expectRevert(abi.encodeWithSelector(ICustomsErrors.RecordNamedTwice.selector, bytes32("report")));
        customs.precheck(craneImport(trigger), twice);
        vm.expectRevert(abi.encodeWithSelector(ICustomsErrors.TooManyRecords.selector, 33, 32));
        customs.precheck(craneImport(trigger), new NamedRecord[](33));
        Movement memory movement = craneImport(trigger);
        movement.jurisdiction = "XX";
        vm.expectRevert(abi.encodeWithSelector(ICustomsErrors.UnknownJurisdiction.selector, bytes2("XX")));
        customs.precheck(movement, new NamedRecord[](0));
        movement = craneImport(trigger);
        movement.tariff = TariffCode(8, 1);
        vm.expectRevert(abi.encodeWithSelector(ICustomsErrors.TariffCodeMalformed.selector, 8, 1));
        customs.precheck(movement, new NamedRecord[](0));
    }

    // ------------------------------------------------------------------------------------------------ issuers

    function test_periodsFollowOneAnother() public {
        uint48 begin = time();
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.IssuerAuthorized(NL, SURVEYOR, document(856, 0), begin, begin + 10, false);
        _authorize(begin, begin + 10);
        bytes memory overlap =
            abi.encodeWithSelector(ICustomsErrors.IssuingPeriodMismatch.selector, NL, SURVEYOR, begin, begin + 10);
        vm.expectRevert(overlap);
        _authorize(begin + 9, 0);
        _authorize(begin + 20, 0);
        vm.expectRevert(
            abi.encodeWithSelector(ICustomsErrors.IssuingPeriodMismatch.selector, NL, SURVEYOR, begin + 20, 0)
        );
        _authorize(begin + 30, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumErrors.ValidityPeriodInvalid.selector, begin + 30, begin + 30)
        );
        _authorize(begin + 30, begin + 30);
        vm.assertTrue(_wasAuthorized(begin));
        vm.assertTrue(_wasAuthorized(begin + 9));
        vm.assertFalse(_wasAuthorized(begin + 10));
        vm.assertFalse(_wasAuthorized(begin - 1));
        vm.assertTrue(_wasAuthorized(begin + 20));
        vm.assertTrue(_wasAuthorized(type(uint48).max));
    }

    function test_anEndOnlyMovesForwardInTime() public {
        bytes memory none = abi.encodeWithSelector(ICustomsErrors.IssuingPeriodMismatch.selector, NL, SURVEYOR, 0, 0);
        vm.expectRevert(none);
        _end(time());
        uint48 begin = time();
        _authorize(begin, begin + 10);
        bytes memory mismatch =
            abi.encodeWithSelector(ICustomsErrors.IssuingPeriodMismatch.selector, NL, SURVEYOR, begin, begin + 10);
        vm.expectRevert(mismatch);
        _end(begin);
        vm.expectRevert(mismatch);
        _end(begin + 10);
        _end(begin + 4);
        vm.assertFalse(_wasAuthorized(begin + 4));
        vm.assertTrue(_wasAuthorized(begin + 3));
    }

    function test_onlyTheAuthorityEntitles() public {
        bytes memory refusal = abi.encodeWithSelector(ICustomsErrors.NotTheAuthority.selector, NL, CUSTOMS_HOME);
        refused(CUSTOMS_HOME, refusal);
        customs.authorizeIssuer(NL, document(856, 0), SURVEYOR, 1, 0);
        refused(CUSTOMS_HOME, refusal);
        customs.endIssuerAuthorization(NL, document(856, 0), SURVEYOR, 1);
        refused(CUSTOMS_HOME, refusal);
        customs.appointChecker(NL, SURVEYOR, true);
    }

    function seal() internal {
        sealBook(NL, 3, APPLIES, one(rule));
    }

    function _ask(NamedRecord[] memory papers)
        private
        view
        returns (Assessment memory assessment, Finding[] memory findings)
    {
        return customs.precheck(craneImport(trigger), papers);
    }

    function _expect(bytes32 record, uint32 version, FindingStatus status) private {
        seal();
        _expectNow(record, version, status);
    }

    function _expectNow(bytes32 record, uint32 version, FindingStatus status) private view {
        (Assessment memory assessment, Finding[] memory findings) = _ask(papersOf(named(record, version)));
        bool present = status == FindingStatus.Present;
        expectOutcome(assessment, present ? AssessmentOutcome.Passed : AssessmentOutcome.Failed, 3, present ? 0 : 1);
        expectFinding(findings[0], 856, status, status == FindingStatus.Missing ? bytes32(0) : record);
        vm.assertEq(findings[0].ruleBookVersion, 3);
    }

    function _authorize(uint48 validFrom, uint48 validUntil) private {
        as_(CUSTOMS_OVERSEAS);
        customs.authorizeIssuer(NL, document(856, 0), SURVEYOR, validFrom, validUntil);
    }

    function _end(uint48 endsAt) private {
        as_(CUSTOMS_OVERSEAS);
        customs.endIssuerAuthorization(NL, document(856, 0), SURVEYOR, endsAt);
    }

    function _wasAuthorized(uint48 moment) private view returns (bool) {
        return customs.wasAuthorized(NL, document(856, 0), SURVEYOR, moment);
    }
}
