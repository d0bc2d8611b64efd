// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry} from "contracts/access/IMemberRegistry.sol";
import {Certificate, CertificateStatus} from "contracts/customs/CustomsTypes.sol";
import {ICustomsErrors} from "contracts/customs/ICustomsErrors.sol";
import {ICustomsEvents} from "contracts/customs/ICustomsEvents.sol";
import {IRecordRegistry} from "contracts/records/IRecordRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {CustomsDesk} from "./CustomsDesk.sol";

contract CertificatesTest is CustomsDesk {
    bytes32 internal constant CERTIFICATE = keccak256("certificate");
    bytes32 internal constant WHY = keccak256("why");

    function setUp() public override {
        super.setUp();
        publishWith(SURVEYOR, "report", document(856, 5), ORDER, time(), time() + 365 days);
        as_(SURVEYOR);
        customs.issueCertificate(CERTIFICATE, "report", MANUFACTURER);
    }

    function test_issued() public {
        Certificate memory certificate = customs.certificateOf(CERTIFICATE);
        vm.assertTrue(certificate.status == CertificateStatus.Issued);
        vm.assertEq(certificate.issuer, SURVEYOR);
        vm.assertEq(certificate.holder, MANUFACTURER);
        vm.assertEq(certificate.subject, ORDER);
        vm.assertEq(certificate.documentType.subtype, 5);
        vm.assertEq(certificate.validUntil, time() + 365 days);
        vm.assertEq(certificate.issuedAt, time());
        vm.assertEq(customs.certificateOn("report"), CERTIFICATE);
        publishWith(SURVEYOR, "second", document(856, 0), 0, time(), 0);
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.CertificateIssued("other", SURVEYOR, "second", 0, 0, document(856, 0), time(), 0);
        as_(SURVEYOR);
        customs.issueCertificate("other", "second", 0);
    }

    function test_onlyOnAnUnrevokedRecordOfTheIssuersOwn() public {
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
    }

    function test_onlyItsIssuerChangesIt() public {
        bytes memory refusal =
            abi.encodeWithSelector(ICustomsErrors.NotTheCertificateIssuer.selector, CERTIFICATE, MANUFACTURER);
        refused(MANUFACTURER, refusal);
        customs.suspendCertificate(CERTIFICATE, WHY);
        refused(MANUFACTURER, refusal);
        customs.reinstateCertificate(CERTIFICATE);
        refused(MANUFACTURER, refusal);
        customs.revokeCertificate(CERTIFICATE, WHY);
        bytes memory unknown = abi.encodeWithSelector(ICustomsErrors.UnknownCertificate.selector, bytes32("other"));
        refused(SURVEYOR, unknown);
        customs.revokeCertificate("other", WHY);
        vm.expectRevert(unknown);
        customs.certificateOf("other");
    }

    function test_suspendedAndReinstated() public {
        refused(SURVEYOR, _mismatch(CertificateStatus.Issued));
        customs.reinstateCertificate(CERTIFICATE);
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.CertificateSuspended(CERTIFICATE, WHY);
        as_(SURVEYOR);
        customs.suspendCertificate(CERTIFICATE, WHY);
        refused(SURVEYOR, _mismatch(CertificateStatus.Suspended));
        customs.suspendCertificate(CERTIFICATE, WHY);
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.ReasonMissing.selector, CERTIFICATE));
        customs.revokeCertificate(CERTIFICATE, 0);
        vm.assertEq(customs.certificateOf(CERTIFICATE).reasonHash, WHY);
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.CertificateReinstated(CERTIFICATE);
        as_(SURVEYOR);
        customs.reinstateCertificate(CERTIFICATE);
        vm.assertTrue(customs.certificateOf(CERTIFICATE).status == CertificateStatus.Issued);
    }

    function test_revokedForGood() public {
        pass(1 days);
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.CertificateRevoked(CERTIFICATE, WHY);
        as_(SURVEYOR);
        customs.revokeCertificate(CERTIFICATE, WHY);
        vm.assertEq(customs.certificateOf(CERTIFICATE).statusSince, time());
        refused(SURVEYOR, _mismatch(CertificateStatus.Revoked));
        customs.reinstateCertificate(CERTIFICATE);
        refused(SURVEYOR, _mismatch(CertificateStatus.Revoked));
        customs.suspendCertificate(CERTIFICATE, WHY);
        refused(SURVEYOR, _mismatch(CertificateStatus.Revoked));
        customs.revokeCertificate(CERTIFICATE, WHY);
    }

    function _mismatch(CertificateStatus status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICustomsErrors.CertificateStatusMismatch.selector, CERTIFICATE, status);
    }
}
