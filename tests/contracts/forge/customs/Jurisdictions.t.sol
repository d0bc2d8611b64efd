// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry, MemberKind, MemberStatus} from "contracts/access/IMemberRegistry.sol";
import {Jurisdiction} from "contracts/customs/CustomsTypes.sol";
import {ICustomsErrors} from "contracts/customs/ICustomsErrors.sol";
import {ICustomsEvents} from "contracts/customs/ICustomsEvents.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {CustomsUnit} from "./CustomsUnit.sol";

contract JurisdictionsTest is CustomsUnit {
    bytes2 private constant BE = "BE";

    // ---------------------------------------------------------------------------------------------- claimJurisdiction

    function test_claimed() public leavesTheRest {
        _expect(BE, 0, 0, 0, false);
        emits();
        emit ICustomsEvents.AuthorityAssigned(BE, CUSTOMS_OVERSEAS, 0);
        as_(CUSTOMS_OVERSEAS);
        customs.claimJurisdiction(BE);
        _expect(BE, CUSTOMS_OVERSEAS, 0, 0, false);
        // One authority may have several.
        _expect(NL, CUSTOMS_OVERSEAS, 0, 2, false);
    }

    function test_aJurisdictionIsClaimedOnceAndOnlyByCustoms() public leavesTheRest {
        refused(CUSTOMS_HOME, abi.encodeWithSelector(ICustomsErrors.JurisdictionTaken.selector, NL, CUSTOMS_OVERSEAS));
        customs.claimJurisdiction(NL);
        refused(
            CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.JurisdictionTaken.selector, NL, CUSTOMS_OVERSEAS)
        );
        customs.claimJurisdiction(NL);
        refused(
            BUYER,
            abi.encodeWithSelector(
                IMemberRegistry.MemberKindMismatch.selector, BUYER, MemberKind.Customs, MemberKind.Buyer
            )
        );
        customs.claimJurisdiction(BE);
        refused(CUSTOMS_HOME, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        customs.claimJurisdiction(0);
    }

    // --------------------------------------------------------------------------------------------- assignJurisdiction

    function test_theGovernorAssigns() public leavesTheRest {
        vm.prank(address(governor));
        customs.designateTranscriber(NL, BROKER);
        emits();
        emit ICustomsEvents.AuthorityAssigned(NL, CUSTOMS_HOME, CUSTOMS_OVERSEAS);
        vm.prank(address(governor));
        customs.assignJurisdiction(NL, CUSTOMS_HOME);
        // Only the authority is another: books go on, and who transcribes stays.
        _expect(NL, CUSTOMS_HOME, BROKER, 2, false);
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.NotTheAuthority.selector, NL, CUSTOMS_OVERSEAS));
        customs.publishRuleBook(NL, 3, APPLIES, CONTENT);
        as_(CUSTOMS_HOME);
        customs.publishRuleBook(NL, 3, APPLIES, CONTENT);
        _expect(NL, CUSTOMS_HOME, BROKER, 3, true);
    }

    function test_theGovernorAssignsWhatNobodyHad() public leavesTheRest {
        emits();
        emit ICustomsEvents.AuthorityAssigned(BE, CUSTOMS_MIRRORED, 0);
        vm.prank(address(governor));
        customs.assignJurisdiction(BE, CUSTOMS_MIRRORED);
        _expect(BE, CUSTOMS_MIRRORED, 0, 0, false);
    }

    function test_onlyToActiveCustoms() public leavesTheRest {
        _assignRefused(BE, "nobody", abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, bytes16("nobody")));
        _assignRefused(BE, 0, abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, bytes16(0)));
        _assignRefused(
            BE,
            BUYER,
            abi.encodeWithSelector(
                IMemberRegistry.MemberKindMismatch.selector, BUYER, MemberKind.Customs, MemberKind.Buyer
            )
        );
        _assignRefused(0, CUSTOMS_HOME, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        vm.prank(address(governor));
        registry.suspend(CUSTOMS_OVERSEAS, 1);
        _assignRefused(
            BE,
            CUSTOMS_OVERSEAS,
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, CUSTOMS_OVERSEAS, MemberStatus.Suspended)
        );
        _expect(BE, 0, 0, 0, false);
    }

    // ------------------------------------------------------------------------------------------- designateTranscriber

    function test_aTranscriberIsDesignatedAndEnded() public leavesTheRest {
        emits();
        emit ICustomsEvents.TranscriberDesignated(GB, BROKER);
        vm.prank(address(governor));
        customs.designateTranscriber(GB, BROKER);
        _expect(GB, CUSTOMS_MIRRORED, BROKER, 0, false);
        emits();
        emit ICustomsEvents.TranscriberDesignated(GB, 0);
        vm.prank(address(governor));
        customs.designateTranscriber(GB, 0);
        _expect(GB, CUSTOMS_MIRRORED, 0, 0, false);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.NotTheAuthority.selector, GB, BROKER));
        customs.publishRuleBook(GB, 1, APPLIES, CONTENT);
    }

    function test_onlyAMemberTranscribesAndOnlyWhereThereIsAnAuthority() public leavesTheRest {
        vm.expectRevert(abi.encodeWithSelector(ICustomsErrors.UnknownJurisdiction.selector, BE));
        vm.prank(address(governor));
        customs.designateTranscriber(BE, BROKER);
        vm.expectRevert(abi.encodeWithSelector(ICustomsErrors.UnknownJurisdiction.selector, BE));
        vm.prank(address(governor));
        customs.designateTranscriber(BE, 0);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, bytes16("nobody")));
        vm.prank(address(governor));
        customs.designateTranscriber(GB, "nobody");
        _expect(GB, CUSTOMS_MIRRORED, 0, 0, false);
    }

    /// @notice The transcriber writes down all that the authority has published elsewhere, marked as transcribed.
    function test_whatATranscriberMayDo() public leavesTheRest {
        vm.prank(address(governor));
        customs.designateTranscriber(GB, BROKER);
        emits();
        emit ICustomsEvents.RuleBookPublished(GB, 1, BROKER, true, uint48(START), CONTENT);
        as_(BROKER);
        customs.publishRuleBook(GB, 1, uint48(START), CONTENT);
        // The draft says so too.
        vm.assertTrue(customs.ruleBookOf(GB, 1).transcribed);
        as_(BROKER);
        customs.addRules(GB, 1, craneRules(0, 0));
        emits();
        emit ICustomsEvents.RuleBookSealed(GB, 1, BROKER, true, 4);
        as_(BROKER);
        customs.sealRuleBook(GB, 1);
        vm.assertTrue(customs.ruleBookOf(GB, 1).transcribed);
        vm.assertEq(customs.ruleBookOf(GB, 1).publisher, BROKER);
        emits();
        emit ICustomsEvents.IssuerAuthorized(GB, SURVEYOR, document(856, 0), time(), 0, true);
        as_(BROKER);
        customs.authorizeIssuer(GB, document(856, 0), SURVEYOR, time(), 0);
        emits();
        emit ICustomsEvents.IssuerAuthorizationEnded(GB, SURVEYOR, document(856, 0), time() + 5, true);
        as_(BROKER);
        customs.endIssuerAuthorization(GB, document(856, 0), SURVEYOR, time() + 5);
        emits();
        emit ICustomsEvents.CheckerAppointed(GB, SURVEYOR, true, true);
        as_(BROKER);
        customs.appointChecker(GB, SURVEYOR, true);
    }

    /// @notice A draft begun by the transcriber is the authority's to seal, once it speaks for itself.
    function test_whoSealsABookIsItsPublisher() public {
        vm.prank(address(governor));
        customs.designateTranscriber(GB, BROKER);
        as_(BROKER);
        customs.publishRuleBook(GB, 1, uint48(START), CONTENT);
        as_(BROKER);
        customs.addRules(GB, 1, craneRules(0, 0));
        vm.prank(address(governor));
        customs.assignJurisdiction(GB, CUSTOMS_HOME);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.NotTheAuthority.selector, GB, BROKER));
        customs.sealRuleBook(GB, 1);
        emits();
        emit ICustomsEvents.RuleBookSealed(GB, 1, CUSTOMS_HOME, false, 4);
        as_(CUSTOMS_HOME);
        customs.sealRuleBook(GB, 1);
        vm.assertEq(customs.ruleBookOf(GB, 1).publisher, CUSTOMS_HOME);
        vm.assertFalse(customs.ruleBookOf(GB, 1).transcribed);
    }

    function _assignRefused(bytes2 jurisdiction, bytes16 authority, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(address(governor));
        customs.assignJurisdiction(jurisdiction, authority);
    }

    function _expect(bytes2 jurisdiction, bytes16 authority, bytes16 transcriber, uint32 versions, bool draftOpen)
        private
        view
    {
        vm.assertEq(
            abi.encode(customs.jurisdictionOf(jurisdiction)),
            abi.encode(Jurisdiction(authority, transcriber, versions, draftOpen))
        );
    }
}
