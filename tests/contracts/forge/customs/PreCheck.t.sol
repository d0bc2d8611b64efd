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
    RuleEffect,
    TariffCode
} from "contracts/customs/CustomsTypes.sol";
import {ICustomsErrors} from "contracts/customs/ICustomsErrors.sol";
import {CodeList, DocumentType, IRecordRegistry, Revision} from "contracts/records/IRecordRegistry.sol";
import {CustomsUnit} from "./CustomsUnit.sol";

/// @notice Every standing a document can have, by one rule that wants a certificate (856) on everything of chapter 84.
contract PreCheckTest is CustomsUnit {
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
        publishWith(SURVEYOR, "our list", DocumentType(CodeList.Quaychain, 856, 0), ORDER, time(), 0);
        (, findings) = _ask(papersOf(named("our list", 1)));
        vm.assertEq(
            abi.encode(findings), abi.encode(_only(Finding(856, 0, FindingStatus.Missing, document(856, 0), 3, 0, 0)))
        );
    }

    function test_anotherSubtypeIsAnotherDocument() public {
        rule.documentType.subtype = 7;
        publishAs(SURVEYOR, "subtype 7", 856, 7);
        seal();
        _expectNow("report", 1, FindingStatus.Missing);
        _expectNow("subtype 7", 1, FindingStatus.Present);
    }

    /// @notice The subtype counts that the named version has, not that of the newest.
    function test_theSubtypeIsThatOfTheVersion() public {
        rule.documentType.subtype = 7;
        publishAs(SURVEYOR, "revised", 856, 6);
        reviseAs(SURVEYOR, "revised", 2, 7);
        seal();
        _expectNow("revised", 1, FindingStatus.Missing);
        _expectNow("revised", 2, FindingStatus.Present);
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
        publishWith(SURVEYOR, "on the day", document(856, 0), ORDER, trigger, 0);
        seal();
        _expectNow("on the day", 1, FindingStatus.Present);
        _expectNow("later", 1, FindingStatus.NotYetValid);
        // Issued after the trigger date and valid by now: it counts.
        vm.warp(trigger + 1 days - 1);
        _expectNow("later", 1, FindingStatus.NotYetValid);
        vm.warp(trigger + 1 days);
        _expectNow("later", 1, FindingStatus.Present);
    }

    function test_validFromTheSecondAfterTheTriggerDate() public {
        publishWith(SURVEYOR, "later", document(856, 0), ORDER, trigger + 1, 0);
        seal();
        _expectNow("later", 1, FindingStatus.NotYetValid);
    }

    /// @notice The longest age there is, on the latest date there is: no sum that overflows.
    function test_theLongestAge() public {
        rule.maxAge = type(uint32).max;
        publishWith(SURVEYOR, "latest", document(856, 0), ORDER, type(uint48).max, 0);
        seal();
        Movement memory movement = craneImport(type(uint48).max);
        (, Finding[] memory findings) = customs.precheck(movement, papersOf(named("latest", 1)));
        expectFinding(findings[0], 856, FindingStatus.Present, "latest");
        (, findings) = customs.precheck(movement, papersOf(named("report", 1)));
        expectFinding(findings[0], 856, FindingStatus.Expired, "report");
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
        publishAs(SURVEYOR, "as asked for", 856, 4);
        publishAs(SURVEYOR, "another", 856, 5);
        seal();
        _expectNow("replaced", 1, FindingStatus.Superseded);
        _expectNow("as asked for", 1, FindingStatus.Present);
        _expectNow("another", 1, FindingStatus.Missing);
    }

    function test_anySubtypeButTheSupersededOne() public {
        rule.supersededSubtype = 3;
        publishAs(SURVEYOR, "replaced", 856, 3);
        publishAs(SURVEYOR, "another", 856, 5);
        seal();
        _expectNow("replaced", 1, FindingStatus.Superseded);
        _expectNow("another", 1, FindingStatus.Present);
        _expectNow("report", 1, FindingStatus.Present);
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

    /// @notice A document with everything wrong is named by the first of it; with each put right, by the next.
    function test_whatIsWrongIsNamedInThisOrder() public {
        rule.issuerMustBeAuthorized = true;
        rule.mustConcernGoods = true;
        rule.maxAge = 1 days;
        rule.supersededSubtype = 3;
        publishWith(SURVEYOR, "bad", document(856, 3), "other goods", time(), trigger);
        publishAs(SURVEYOR, "bill of lading", 705, 0);
        as_(CUSTOMS_OVERSEAS);
        customs.appointChecker(NL, SURVEYOR, true);
        seal();
        as_(SURVEYOR);
        customs.issueCertificate("certificate", "bad", 0);
        as_(SURVEYOR);
        customs.suspendCertificate("certificate", "why");
        _contradict("first", 1);
        _expectNow("bad", 1, FindingStatus.Suspended);
        as_(SURVEYOR);
        customs.reinstateCertificate("certificate");
        _expectNow("bad", 1, FindingStatus.Unauthorised);
        as_(CUSTOMS_OVERSEAS);
        customs.authorizeIssuer(NL, document(856, 0), SURVEYOR, 1, 0);
        _expectNow("bad", 1, FindingStatus.Superseded);
        _revise(0, trigger - 2 days, 0);
        _contradict("second", 2);
        _expectNow("bad", 1, FindingStatus.Superseded);
        _expectNow("bad", 2, FindingStatus.Expired);
        _revise(0, trigger - 1 days, trigger);
        _contradict("third", 3);
        _expectNow("bad", 3, FindingStatus.Expired);
        _revise(0, trigger + 1, 0);
        _contradict("fourth", 4);
        _expectNow("bad", 4, FindingStatus.NotYetValid);
        _revise(0, trigger, 0);
        _contradict("fifth", 5);
        _expectNow("bad", 5, FindingStatus.Inconsistent);
        as_(SURVEYOR);
        customs.suspendCertificate("certificate", "why");
        _expectNow("bad", 5, FindingStatus.Suspended);
        as_(SURVEYOR);
        customs.revokeCertificate("certificate", "why");
        _expectNow("bad", 5, FindingStatus.Revoked);
    }

    function test_aRevokedRecordIsRevokedWhateverItsCertificateSays() public {
        seal();
        as_(SURVEYOR);
        customs.issueCertificate("certificate", "report", MANUFACTURER);
        as_(SURVEYOR);
        customs.suspendCertificate("certificate", "why");
        as_(SURVEYOR);
        records.revoke("report", 1);
        _expectNow("report", 1, FindingStatus.Revoked);
    }

    /// @notice One document of the right type is good; one of another type with a defect counts for nothing.
    function test_theFirstGoodOneIsNamed() public {
        seal();
        publishAs(SURVEYOR, "second", 856, 0);
        publishAs(SURVEYOR, "third", 856, 0);
        publishAs(SURVEYOR, "weights", 15, 0);
        as_(SURVEYOR);
        records.revoke("weights", 1);
        as_(SURVEYOR);
        records.revoke("report", 1);
        NamedRecord[] memory papers = new NamedRecord[](4);
        (papers[0], papers[1]) = (named("weights", 1), named("report", 1));
        (papers[2], papers[3]) = (named("third", 1), named("second", 1));
        (, Finding[] memory findings) = _ask(papers);
        vm.assertEq(
            abi.encode(findings),
            abi.encode(_only(Finding(856, 0, FindingStatus.Present, document(856, 0), 3, "third", 1)))
        );
        // Without a good one the first that is wrong is named, with what is wrong with it.
        reviseAs(SURVEYOR, "second", 2, 0);
        (papers[2], papers[3]) = (named("second", 1), named("weights", 1));
        papers[0] = named("third", 1);
        as_(SURVEYOR);
        records.revoke("third", 1);
        (papers[0], papers[2]) = (papers[2], papers[0]);
        (, findings) = _ask(papers);
        expectFinding(findings[0], 856, FindingStatus.Superseded, "second");
    }

    /// @notice A requirement that a rule lifts leaves no finding between those that stay.
    function test_whatIsLiftedLeavesNoFinding() public {
        Rule[] memory rules = new Rule[](4);
        rules[0] = requires(84, 2, 856);
        rules[1] = requires(84, 2, 500);
        rules[1].effect = RuleEffect.NotRequired;
        rules[2] = requires(84, 2, 501);
        rules[2].effect = RuleEffect.Notice;
        rules[2].measure = "duty";
        rules[3] = requires(84, 2, 502);
        sealBook(NL, 3, APPLIES, rules);
        (Assessment memory assessment, Finding[] memory findings) = _ask(papersOf(named("report", 1)));
        vm.assertEq(
            abi.encode(assessment), abi.encode(Assessment(AssessmentOutcome.Failed, 3, time(), 3, 1))
        );
        vm.assertEq(findings.length, 3);
        expectFinding(findings[0], 856, FindingStatus.Present, "report");
        expectFinding(findings[1], 501, FindingStatus.Noted, 0);
        expectFinding(findings[2], 502, FindingStatus.Missing, 0);
        vm.assertEq(findings[1].rule, 2);
        vm.assertEq(findings[1].documentType.code, 501);
        vm.assertEq(findings[1].ruleBookVersion, 3);
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

    function test_32RecordsAreNamedAtMost() public {
        seal();
        NamedRecord[] memory papers = new NamedRecord[](32);
        for (uint256 i = 0; i < 32; ++i) {
            bytes32 record = keccak256(abi.encode("paper", i));
            publishAs(SURVEYOR, record, 15, 0);
            papers[i] = named(record, 1);
        }
        papers[31] = named("report", 1);
        (, Finding[] memory findings) = _ask(papers);
        expectFinding(findings[0], 856, FindingStatus.Present, "report");
        papers[31] = papers[0];
        vm.expectRevert(abi.encodeWithSelector(ICustomsErrors.RecordNamedTwice.selector, papers[0].record));
        customs.precheck(craneImport(trigger), papers);
    }

    function _only(Finding memory finding) private pure returns (Finding[] memory findings) {
        findings = new Finding[](1);
        findings[0] = finding;
    }

    function _contradict(bytes32 attestation, uint32 version) private {
        NamedRecord[] memory compared = new NamedRecord[](2);
        (compared[0], compared[1]) = (named("bad", version), named("bill of lading", 1));
        as_(SURVEYOR);
        customs.attestConsistency(attestation, NL, compared, 1, ConsistencyOutcome.Inconsistent, 0);
    }

    function _revise(uint16 subtype, uint48 validFrom, uint48 validUntil) private {
        uint32 version = records.recordOf("bad").version + 1;
        as_(SURVEYOR);
        records.publishVersion("bad", version, Revision(subtype, "root", "digest", 0x55, validFrom, validUntil, 0));
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
}
