// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry, MemberStatus} from "contracts/access/IMemberRegistry.sol";
import {ICustomsErrors} from "contracts/customs/ICustomsErrors.sol";
import {ICustomsEvents} from "contracts/customs/ICustomsEvents.sol";
import {CodeList, DocumentType, IRecordRegistry} from "contracts/records/IRecordRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {CustomsUnit} from "./CustomsUnit.sol";

/// @notice Whom an authority entitles to issue documents, and to check them.
contract IssuersTest is CustomsUnit {
    // ------------------------------------------------------------------------------------------------ authorizeIssuer

    function test_entitledFromTheFirstSecondUntilBeforeTheLast() public leavesTheRest {
        uint48 begin = time() + 100;
        emits();
        emit ICustomsEvents.IssuerAuthorized(NL, SURVEYOR, document(856, 3), begin, begin + 10, false);
        as_(CUSTOMS_OVERSEAS);
        customs.authorizeIssuer(NL, document(856, 3), SURVEYOR, begin, begin + 10);
        vm.assertFalse(_was(3, begin - 1));
        vm.assertTrue(_was(3, begin));
        vm.assertTrue(_was(3, begin + 9));
        vm.assertFalse(_was(3, begin + 10));
        // For this subtype, code, list, member and jurisdiction, and for nothing else.
        vm.assertFalse(_was(0, begin));
        vm.assertFalse(_was(4, begin));
        vm.assertFalse(customs.wasAuthorized(NL, document(857, 3), SURVEYOR, begin));
        vm.assertFalse(customs.wasAuthorized(NL, DocumentType(CodeList.Quaychain, 856, 3), SURVEYOR, begin));
        vm.assertFalse(customs.wasAuthorized(NL, document(856, 3), BUYER, begin));
        vm.assertFalse(customs.wasAuthorized(CN, document(856, 3), SURVEYOR, begin));
    }

    function test_withoutASubtypeForAllOfThem() public leavesTheRest {
        _authorize(time(), 0);
        vm.assertTrue(_was(0, time()));
        vm.assertTrue(_was(1, time()));
        vm.assertTrue(_was(7, time()));
        vm.assertTrue(_was(7, type(uint48).max));
        vm.assertFalse(_was(7, time() - 1));
    }

    function test_aSubtypesOwnPeriodAndThatOfAll() public leavesTheRest {
        uint48 begin = time();
        as_(CUSTOMS_OVERSEAS);
        customs.authorizeIssuer(NL, document(856, 3), SURVEYOR, begin, begin + 10);
        _authorize(begin + 20, begin + 30);
        vm.assertTrue(_was(3, begin + 9));
        vm.assertFalse(_was(3, begin + 10));
        vm.assertTrue(_was(3, begin + 20));
        vm.assertTrue(_was(3, begin + 29));
        vm.assertFalse(_was(3, begin + 30));
        vm.assertFalse(_was(0, begin));
    }

    function test_periodsFollowOneAnother() public leavesTheRest {
        uint48 begin = time();
        _authorize(begin, begin + 10);
        _authorizeRefused(begin + 9, 0, _mismatch(begin, begin + 10));
        _authorize(begin + 10, begin + 11);
        _authorize(begin + 20, 0);
        // Nothing follows one without an end.
        _authorizeRefused(begin + 30, 0, _mismatch(begin + 20, 0));
        vm.assertTrue(_was(0, begin + 10));
        vm.assertFalse(_was(0, begin + 11));
        vm.assertFalse(_was(0, begin + 19));
        vm.assertTrue(_was(0, begin + 20));
    }

    /// @notice However many periods there are, each second is answered for by the one that it lies in.
    function testFuzz_anyNumberOfPeriods(uint8[9] calldata lengths, uint16 asked) public {
        uint48 at = 1000;
        bool expected;
        uint48 moment = 1000 + uint48(asked) % 2000;
        for (uint256 i = 0; i < lengths.length; ++i) {
            uint48 begin = at + uint48(lengths[i]) % 16;
            uint48 end = begin + 1 + uint48(lengths[i]) / 4;
            _authorize(begin, end);
            if (begin <= moment && moment < end) expected = true;
            at = end;
        }
        vm.assertTrue(_was(0, moment) == expected);
    }

    function test_aMemberHasAtMost256PeriodsForAType() public {
        uint48 begin = time();
        for (uint48 i = 0; i < 256; ++i) {
            _authorize(begin + i, begin + i + 1);
        }
        _authorizeRefused(
            begin + 256,
            0,
            abi.encodeWithSelector(ICustomsErrors.TooManyIssuingPeriods.selector, NL, SURVEYOR, uint256(256))
        );
        vm.assertTrue(_was(0, begin));
        vm.assertTrue(_was(0, begin + 255));
        vm.assertFalse(_was(0, begin + 256));
    }

    function test_onlyAPeriodOnlyAMemberOnlyAType() public leavesTheRest {
        uint48 begin = time();
        _authorizeRefused(
            begin, begin, abi.encodeWithSelector(IConsortiumErrors.ValidityPeriodInvalid.selector, begin, begin)
        );
        _authorizeRefused(
            begin, begin - 1, abi.encodeWithSelector(IConsortiumErrors.ValidityPeriodInvalid.selector, begin, begin - 1)
        );
        _authorize(begin, begin + 1);
        refused(
            CUSTOMS_OVERSEAS, abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, bytes16("nobody"))
        );
        customs.authorizeIssuer(NL, document(856, 0), "nobody", begin, 0);
        refused(
            CUSTOMS_OVERSEAS,
            abi.encodeWithSelector(IRecordRegistry.DocumentTypeInvalid.selector, CodeList.None, uint16(856))
        );
        customs.authorizeIssuer(NL, DocumentType(CodeList.None, 856, 0), SURVEYOR, begin, 0);
        refused(
            CUSTOMS_OVERSEAS,
            abi.encodeWithSelector(IRecordRegistry.DocumentTypeInvalid.selector, CodeList.UNTDID1001, uint16(0))
        );
        customs.authorizeIssuer(NL, document(0, 0), SURVEYOR, begin, 0);
        vm.prank(address(governor));
        registry.suspend(BUYER, 1);
        refused(
            CUSTOMS_OVERSEAS,
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, BUYER, MemberStatus.Suspended)
        );
        customs.authorizeIssuer(NL, document(856, 0), BUYER, begin, 0);
    }

    // ----------------------------------------------------------------------------------------- endIssuerAuthorization

    function test_anEndOnlyMovesForwardInTime() public leavesTheRest {
        uint48 begin = time();
        _endRefused(begin, abi.encodeWithSelector(ICustomsErrors.IssuingPeriodMismatch.selector, NL, SURVEYOR, 0, 0));
        _authorize(begin, begin + 10);
        _endRefused(begin, _mismatch(begin, begin + 10));
        _endRefused(begin + 10, _mismatch(begin, begin + 10));
        emits();
        emit ICustomsEvents.IssuerAuthorizationEnded(NL, SURVEYOR, document(856, 0), begin + 9, false);
        _end(begin + 9);
        vm.assertTrue(_was(0, begin + 8));
        vm.assertFalse(_was(0, begin + 9));
        // Again, and to the earliest there is.
        _end(begin + 1);
        vm.assertTrue(_was(0, begin));
        vm.assertFalse(_was(0, begin + 1));
    }

    function test_anOpenPeriodEndsWheneverTheAuthoritySays() public leavesTheRest {
        uint48 begin = time();
        _authorize(begin, begin + 10);
        _authorize(begin + 20, 0);
        // Only the last one; what went before stays.
        _endRefused(begin + 20, _mismatch(begin + 20, 0));
        _end(begin + 1000);
        vm.assertTrue(_was(0, begin + 9));
        vm.assertTrue(_was(0, begin + 999));
        vm.assertFalse(_was(0, begin + 1000));
        _authorize(begin + 1000, 0);
        vm.assertTrue(_was(0, begin + 1000));
    }

    // ------------------------------------------------------------------------------------------------- appointChecker

    function test_aCheckerIsAppointedAndEnded() public leavesTheRest {
        vm.assertFalse(customs.isChecker(NL, SURVEYOR));
        emits();
        emit ICustomsEvents.CheckerAppointed(NL, SURVEYOR, true, false);
        as_(CUSTOMS_OVERSEAS);
        customs.appointChecker(NL, SURVEYOR, true);
        vm.assertTrue(customs.isChecker(NL, SURVEYOR));
        vm.assertFalse(customs.isChecker(CN, SURVEYOR));
        vm.assertFalse(customs.isChecker(NL, BUYER));
        emits();
        emit ICustomsEvents.CheckerAppointed(NL, SURVEYOR, false, false);
        as_(CUSTOMS_OVERSEAS);
        customs.appointChecker(NL, SURVEYOR, false);
        vm.assertFalse(customs.isChecker(NL, SURVEYOR));
    }

    function test_onlyAMemberIsAppointedButAnyoneIsEnded() public leavesTheRest {
        refused(
            CUSTOMS_OVERSEAS, abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, bytes16("nobody"))
        );
        customs.appointChecker(NL, "nobody", true);
        as_(CUSTOMS_OVERSEAS);
        customs.appointChecker(NL, SURVEYOR, true);
        vm.prank(address(governor));
        registry.suspend(SURVEYOR, 1);
        as_(CUSTOMS_OVERSEAS);
        customs.appointChecker(NL, SURVEYOR, false);
        vm.assertFalse(customs.isChecker(NL, SURVEYOR));
    }

    function test_onlyTheAuthorityEntitles() public leavesTheRest {
        bytes memory refusal = abi.encodeWithSelector(ICustomsErrors.NotTheAuthority.selector, NL, CUSTOMS_HOME);
        refused(CUSTOMS_HOME, refusal);
        customs.authorizeIssuer(NL, document(856, 0), SURVEYOR, 1, 0);
        refused(CUSTOMS_HOME, refusal);
        customs.endIssuerAuthorization(NL, document(856, 0), SURVEYOR, 1);
        refused(CUSTOMS_HOME, refusal);
        customs.appointChecker(NL, SURVEYOR, true);
        bytes memory unknown = abi.encodeWithSelector(ICustomsErrors.UnknownJurisdiction.selector, bytes2("XX"));
        refused(CUSTOMS_HOME, unknown);
        customs.authorizeIssuer("XX", document(856, 0), SURVEYOR, 1, 0);
        refused(CUSTOMS_HOME, unknown);
        customs.endIssuerAuthorization("XX", document(856, 0), SURVEYOR, 1);
        refused(CUSTOMS_HOME, unknown);
        customs.appointChecker("XX", SURVEYOR, true);
    }

    function _authorize(uint48 validFrom, uint48 validUntil) private {
        as_(CUSTOMS_OVERSEAS);
        customs.authorizeIssuer(NL, document(856, 0), SURVEYOR, validFrom, validUntil);
    }

    function _authorizeRefused(uint48 validFrom, uint48 validUntil, bytes memory reason) private {
        refused(CUSTOMS_OVERSEAS, reason);
        customs.authorizeIssuer(NL, document(856, 0), SURVEYOR, validFrom, validUntil);
    }

    function _end(uint48 endsAt) private {
        as_(CUSTOMS_OVERSEAS);
        customs.endIssuerAuthorization(NL, document(856, 0), SURVEYOR, endsAt);
    }

    function _endRefused(uint48 endsAt, bytes memory reason) private {
        refused(CUSTOMS_OVERSEAS, reason);
        customs.endIssuerAuthorization(NL, document(856, 0), SURVEYOR, endsAt);
    }

    function _mismatch(uint48 validFrom, uint48 validUntil) private pure returns (bytes memory) {
        return abi.encodeWithSelector(
            ICustomsErrors.IssuingPeriodMismatch.selector, NL, SURVEYOR, validFrom, validUntil
        );
    }

    function _was(uint16 subtype, uint48 moment) private view returns (bool) {
        return customs.wasAuthorized(NL, document(856, subtype), SURVEYOR, moment);
    }
}
