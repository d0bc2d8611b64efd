// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry} from "contracts/access/IMemberRegistry.sol";
import {Certificate, CertificateStatus} from "contracts/customs/CustomsTypes.sol";
import {ICustomsErrors} from "contracts/customs/ICustomsErrors.sol";
import {ICustomsEvents} from "contracts/customs/ICustomsEvents.sol";
import {IRecordRegistry} from "contracts/records/IRecordRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {CustomsUnit} from "./CustomsUnit.sol";

contract CertificatesTest is CustomsUnit {
    bytes32 internal constant CERTIFICATE = keccak256("certificate");
    bytes32 internal constant WHY = keccak256("why");

    Certificate private _expected;

    function setUp() public override {
        super.setUp();
        uint48 validFrom = time() - 3;
        publishWith(SURVEYOR, "report", document(856, 5), ORDER, validFrom, time() + 365 days);
        pass(10);
        as_(SURVEYOR);
        customs.issueCertificate(CERTIFICATE, "report", MANUFACTURER);
        _expected = Certificate(
            CertificateStatus.Issued,
            SURVEYOR,
            MANUFACTURER,
            "report",
            ORDER,
            document(856, 5),
            time(),
            time(),
            validFrom,
            time() - 10 + 365 days,
            0
        );
    }

    // ---------------------------------------------------------------------------------------------- issueCertificate

    function test_issued() public leavesTheRest {
        _expect();
        vm.assertEq(customs.certificateOn("report"), CERTIFICATE);
        publishWith(SURVEYOR, "second", document(856, 0), 0, time(), 0);
        vm.assertEq(customs.certificateOn("second"), 0);
        emits();
        emit ICustomsEvents.CertificateIssued("other", SURVEYOR, "second", 0, 0, document(856, 0), time(), 0);
        as_(SURVEYOR);
        customs.issueCertificate("other", "second", 0);
        vm.assertEq(customs.certificateOn("second"), "other");
        _expect();
    }

    /// @notice The certificate is on the record as its newest version says.
    function test_asTheNewestVersionSays() public leavesTheRest {
        publishWith(SURVEYOR, "second", document(856, 0), CONSIGNMENT, time(), 0);
        pass(5);
        reviseAs(SURVEYOR, "second", 2, 9);
        emits();
        emit ICustomsEvents.CertificateIssued(
            "other", SURVEYOR, "second", BUYER, CONSIGNMENT, document(856, 9), time(), 0
        );
        as_(SURVEYOR);
        customs.issueCertificate("other", "second", BUYER);
        vm.assertEq(customs.certificateOf("other").documentType.subtype, 9);
    }

    function test_onlyOnAnUnrevokedRecordOfTheIssuersOwn() public leavesTheRest {
        publishAs(SURVEYOR, "second", 856, 0);
        refused(SURVEYOR, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        customs.issueCertificate(0, "second", 0);
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.CertificateExists.selector, CERTIFICATE));
        customs.issueCertificate(CERTIFICATE, "second", 0);
        refused(
            SURVEYOR,
            abi.encodeWithSelector(ICustomsErrors.RecordHasCertificate.selector, bytes32("report"), CERTIFICATE)
        );
        customs.issueCertificate("other", "report", 0);
        refused(SURVEYOR, abi.encodeWithSelector(IRecordRegistry.UnknownRecord.selector, bytes32("nothing")));
        customs.issueCertificate("other", "nothing", 0);
        refused(
            BUYER, abi.encodeWithSelector(IRecordRegistry.NotRecordIssuer.selector, bytes32("second"), SURVEYOR, BUYER)
        );
        customs.issueCertificate("other", "second", 0);
        refused(SURVEYOR, abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, bytes16("nobody")));
        customs.issueCertificate("other", "second", "nobody");
        as_(SURVEYOR);
        records.revoke("second", 1);
        refused(SURVEYOR, abi.encodeWithSelector(IRecordRegistry.RecordIsRevoked.selector, bytes32("second"), time()));
        customs.issueCertificate("other", "second", 0);
        _expect();
    }

    // -------------------------------------------------------------------------- suspend, reinstate, revoke

    function test_onlyItsIssuerChangesIt() public leavesTheRest {
        bytes memory refusal =
            abi.encodeWithSelector(ICustomsErrors.NotTheCertificateIssuer.selector, CERTIFICATE, MANUFACTURER);
        refused(MANUFACTURER, refusal);
        customs.suspendCertificate(CERTIFICATE, WHY);
        refused(MANUFACTURER, refusal);
        customs.revokeCertificate(CERTIFICATE, WHY);
        as_(SURVEYOR);
        customs.suspendCertificate(CERTIFICATE, WHY);
        refused(MANUFACTURER, refusal);
        customs.reinstateCertificate(CERTIFICATE);
    }

    function test_unknownCertificates() public leavesTheRest {
        bytes memory unknown = abi.encodeWithSelector(ICustomsErrors.UnknownCertificate.selector, bytes32("other"));
        refused(SURVEYOR, unknown);
        customs.suspendCertificate("other", WHY);
        refused(SURVEYOR, unknown);
        customs.reinstateCertificate("other");
        refused(SURVEYOR, unknown);
        customs.revokeCertificate("other", WHY);
        vm.expectRevert(unknown);
        customs.certificateOf("other");
    }

    function test_onlyWithAReason() public leavesTheRest {
        bytes memory refusal = abi.encodeWithSelector(ICustomsErrors.ReasonMissing.selector, CERTIFICATE);
        refused(SURVEYOR, refusal);
        customs.suspendCertificate(CERTIFICATE, 0);
        refused(SURVEYOR, refusal);
        customs.revokeCertificate(CERTIFICATE, 0);
        _expect();
    }

    function test_suspendedAndReinstated() public leavesTheRest {
        refused(SURVEYOR, _mismatch(CertificateStatus.Issued));
        customs.reinstateCertificate(CERTIFICATE);
        pass(1 days);
        emits();
        emit ICustomsEvents.CertificateSuspended(CERTIFICATE, WHY);
        as_(SURVEYOR);
        customs.suspendCertificate(CERTIFICATE, WHY);
        (_expected.status, _expected.statusSince, _expected.reasonHash) = (CertificateStatus.Suspended, time(), WHY);
        _expect();
        refused(SURVEYOR, _mismatch(CertificateStatus.Suspended));
        customs.suspendCertificate(CERTIFICATE, WHY);
        pass(1 days);
        emits();
        emit ICustomsEvents.CertificateReinstated(CERTIFICATE);
        as_(SURVEYOR);
        customs.reinstateCertificate(CERTIFICATE);
        (_expected.status, _expected.statusSince, _expected.reasonHash) = (CertificateStatus.Issued, time(), 0);
        _expect();
    }

    function test_revokedForGood() public leavesTheRest {
        pass(1 days);
        emits();
        emit ICustomsEvents.CertificateRevoked(CERTIFICATE, WHY);
        as_(SURVEYOR);
        customs.revokeCertificate(CERTIFICATE, WHY);
        (_expected.status, _expected.statusSince, _expected.reasonHash) = (CertificateStatus.Revoked, time(), WHY);
        _expect();
        refused(SURVEYOR, _mismatch(CertificateStatus.Revoked));
        customs.reinstateCertificate(CERTIFICATE);
        refused(SURVEYOR, _mismatch(CertificateStatus.Revoked));
        customs.suspendCertificate(CERTIFICATE, WHY);
        refused(SURVEYOR, _mismatch(CertificateStatus.Revoked));
        customs.revokeCertificate(CERTIFICATE, WHY);
        // Nor is there another one for the record.
        refused(
            SURVEYOR,
            abi.encodeWithSelector(ICustomsErrors.RecordHasCertificate.selector, bytes32("report"), CERTIFICATE)
        );
        customs.issueCertificate("other", "report", 0);
        _expect();
    }

    function test_aSuspendedOneIsRevoked() public leavesTheRest {
        as_(SURVEYOR);
        customs.suspendCertificate(CERTIFICATE, "first");
        as_(SURVEYOR);
        customs.revokeCertificate(CERTIFICATE, WHY);
        (_expected.status, _expected.reasonHash) = (CertificateStatus.Revoked, WHY);
        _expect();
    }

    function _expect() private view {
        vm.assertEq(abi.encode(customs.certificateOf(CERTIFICATE)), abi.encode(_expected));
    }

    function _mismatch(CertificateStatus status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICustomsErrors.CertificateStatusMismatch.selector, CERTIFICATE, status);
    }
}
