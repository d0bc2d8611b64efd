// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MemberKind} from "contracts/access/IMemberRegistry.sol";
import {CustomsCompliance} from "contracts/customs/CustomsCompliance.sol";
import {
    Assessment,
    AssessmentOutcome,
    Finding,
    FindingStatus,
    Movement,
    NamedRecord,
    Rule,
    RuleEffect,
    TariffCode
} from "contracts/customs/CustomsTypes.sol";
import {CodeList, DocumentType, Publication, Revision} from "contracts/records/IRecordRegistry.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

/// @title A customs desk with two crane rule books
/// @notice The Netherlands ask for invoice (380), packing list (271), declaration of conformity (2, by the
/// manufacturer) and instructions for use (327); from 2027-01-20 the declaration must rest on (EU) 2023/1230.
abstract contract CustomsDesk is InstalledConsortium {
    uint48 internal constant APPLIES = 1_800_403_200; // 2027-01-20T00:00:00Z
    uint16 internal constant DIRECTIVE = 1; // 2006/42/EC
    uint16 internal constant REGULATION = 2; // (EU) 2023/1230
    bytes2 internal constant NL = "NL";
    bytes2 internal constant CN = "CN";
    bytes32 internal constant ORDER = keccak256("order");
    bytes32 internal constant CONSIGNMENT = keccak256("consignment");
    bytes32 internal constant DECLARATION = keccak256("declaration");
    bytes32 internal constant CONTENT = keccak256("text of the rules");

    CustomsCompliance internal customs;

    function setUp() public virtual override {
        super.setUp();
        customs = new CustomsCompliance(root);
        enter("CustomsCompliance", address(customs));
        as_(CUSTOMS_OVERSEAS);
        customs.claimJurisdiction(NL);
        sealBook(NL, 1, uint48(START), craneRules(0, 0));
        sealBook(NL, 2, APPLIES, craneRules(REGULATION, DIRECTIVE));
    }

    function as_(bytes16 member) internal {
        vm.prank(operations(member));
    }

    /// @notice The next call by `member` must be refused with exactly this.
    function refused(bytes16 member, bytes memory reason) internal {
        vm.expectRevert(reason);
        as_(member);
    }

    function authorityOf(bytes2 jurisdiction) internal pure returns (bytes16) {
        return jurisdiction == CN ? CUSTOMS_HOME : CUSTOMS_OVERSEAS;
    }

    // ------------------------------------------------------------------------------------------------- rules

    function document(uint16 code, uint16 subtype) internal pure returns (DocumentType memory) {
        return DocumentType(CodeList.UNTDID1001, code, subtype);
    }

    function requires(uint40 prefix, uint8 digits, uint16 code) internal pure returns (Rule memory rule) {
        rule.requirement = code;
        rule.effect = RuleEffect.Required;
        rule.tariffPrefix = TariffCode(prefix, digits);
        rule.documentType = document(code, 0);
    }

    function craneRules(uint16 basis, uint16 superseded) internal pure returns (Rule[] memory rules) {
        rules = new Rule[](4);
        rules[0] = requires(0, 0, 380);
        rules[1] = requires(84, 2, 271);
        rules[2] = requires(8426, 4, 2);
        rules[2].documentType.subtype = basis;
        rules[2].supersededSubtype = superseded;
        rules[2].issuerKind = MemberKind.Manufacturer;
        rules[3] = requires(8426, 4, 327);
    }

    function one(Rule memory rule) internal pure returns (Rule[] memory rules) {
        rules = new Rule[](1);
        rules[0] = rule;
    }

    function sealBook(bytes2 jurisdiction, uint32 version, uint48 validFrom, Rule[] memory rules) internal {
        bytes16 authority = authorityOf(jurisdiction);
        as_(authority);
        customs.publishRuleBook(jurisdiction, version, validFrom, CONTENT);
        as_(authority);
        customs.addRules(jurisdiction, version, rules);
        as_(authority);
        customs.sealRuleBook(jurisdiction, version);
    }

    // ----------------------------------------------------------------------------------------------- records

    function publishAs(bytes16 issuer, bytes32 record, uint16 code, uint16 subtype) internal {
        publishWith(issuer, record, document(code, subtype), ORDER, time(), 0);
    }

    function publishWith(
        bytes16 issuer,
        bytes32 record,
        DocumentType memory documentType,
        bytes32 subject,
        uint48 validFrom,
        uint48 validUntil
    ) internal {
        as_(issuer);
        records.publish(
            Publication(record, documentType, subject, keccak256("root"), "digest", 0x55, validFrom, validUntil, 0)
        );
    }

    function reviseAs(bytes16 issuer, bytes32 record, uint32 version, uint16 subtype) internal {
        as_(issuer);
        records.publishVersion(record, version, Revision(subtype, keccak256("root 2"), "digest 2", 0x55, time(), 0, 0));
    }

    function named(bytes32 record, uint32 version) internal pure returns (NamedRecord memory) {
        return NamedRecord(record, version);
    }

    /// @notice Publishes the papers of the first declaration: no instructions for use, and an old rule basis.
    function firstPapers() internal returns (NamedRecord[] memory papers) {
        publishAs(MANUFACTURER, "invoice", 380, 0);
        publishAs(MANUFACTURER, "packing list", 271, 0);
        publishAs(MANUFACTURER, "conformity", 2, DIRECTIVE);
        papers = new NamedRecord[](3);
        papers[0] = named("invoice", 1);
        papers[1] = named("packing list", 1);
        papers[2] = named("conformity", 1);
    }

    /// @notice Corrects them.
    function correctedPapers() internal returns (NamedRecord[] memory papers) {
        reviseAs(MANUFACTURER, "conformity", 2, REGULATION);
        publishAs(MANUFACTURER, "instructions", 327, 0);
        papers = new NamedRecord[](4);
        papers[0] = named("invoice", 1);
        papers[1] = named("packing list", 1);
        papers[2] = named("conformity", 2);
        papers[3] = named("instructions", 1);
    }

    function papersOf(NamedRecord memory only) internal pure returns (NamedRecord[] memory papers) {
        papers = new NamedRecord[](1);
        papers[0] = only;
    }

    // ------------------------------------------------------------------------------------------ declarations

    function craneImport(uint48 triggerDate) internal pure returns (Movement memory) {
        return Movement(NL, TariffCode(84261900, 8), CN, NL, "4000", 1, triggerDate, ORDER, CONSIGNMENT);
    }

    function craneImportTo(bytes2 jurisdiction) internal view returns (Movement memory movement) {
        movement = craneImport(time());
        (movement.jurisdiction, movement.destination) = (jurisdiction, jurisdiction);
    }

    function declareCrane(NamedRecord[] memory papers) internal {
        as_(BROKER);
        customs.declare(DECLARATION, craneImport(time()), 0, papers);
    }

    function expectFinding(Finding memory finding, uint16 requirement, FindingStatus status, bytes32 record)
        internal
        pure
    {
        vm.assertEq(finding.requirement, requirement);
        vm.assertEq(uint256(finding.status), uint256(status));
        vm.assertEq(finding.record, record);
    }

    function expectOutcome(Assessment memory assessment, AssessmentOutcome outcome, uint32 version, uint16 open)
        internal
        pure
    {
        vm.assertEq(uint256(assessment.outcome), uint256(outcome));
        vm.assertEq(assessment.ruleBookVersion, version);
        vm.assertEq(assessment.open, open);
    }
}
