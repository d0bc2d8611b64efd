// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRecordRegistry, Record, RecordStatus} from "../records/IRecordRegistry.sol";
import {CustomsState} from "./CustomsState.sol";
import {Certificate, CertificateStatus} from "./CustomsTypes.sol";
import {ICustomsErrors} from "./ICustomsErrors.sol";
import {ICustomsEvents} from "./ICustomsEvents.sol";

/// @title Writing certificates
/// @dev A linked library, so that CustomsCompliance keeps to the code size limit. It is called only by delegatecall,
/// on the caller's state; `member` is the member for whom the call is made.
library CertificateStore {
    /// @notice See ICustomsCompliance.issueCertificate.
    function issue(
        CustomsState storage state,
        IRecordRegistry registry,
        bytes16 member,
        bytes32 certificate,
        bytes32 record,
        bytes16 holder
    ) external {
        if (state.certificates[certificate].status != CertificateStatus.None) {
            revert ICustomsErrors.CertificateExists(certificate);
        }
        bytes32 other = state.certificateOn[record];
        if (other != 0) revert ICustomsErrors.RecordHasCertificate(record, other);
        Record memory published = registry.recordOf(record);
        if (published.status == RecordStatus.None) revert IRecordRegistry.UnknownRecord(record);
        if (published.status == RecordStatus.Revoked) {
            revert IRecordRegistry.RecordIsRevoked(record, published.revokedAt);
        }
        if (published.issuer != member) revert IRecordRegistry.NotRecordIssuer(record, published.issuer, member);

        state.certificateOn[record] = certificate;
        state.certificates[certificate] = Certificate({
            status: CertificateStatus.Issued,
            issuer: member,
            holder: holder,
            record: record,
            subject: published.subject,
            documentType: published.documentType,
            issuedAt: uint48(block.timestamp),
            statusSince: uint48(block.timestamp),
            validFrom: published.validFrom,
            validUntil: published.validUntil,
            reasonHash: 0
        });
        emit ICustomsEvents.CertificateIssued(
            certificate,
            member,
            record,
            holder,
            published.subject,
            published.documentType,
            published.validFrom,
            published.validUntil
        );
    }

    /// @notice See ICustomsCompliance.suspendCertificate.
    function suspend(CustomsState storage state, bytes16 member, bytes32 certificate, bytes32 reasonHash) external {
        Certificate storage held = _requireOwn(state, member, certificate);
        if (held.status != CertificateStatus.Issued) {
            revert ICustomsErrors.CertificateStatusMismatch(certificate, held.status);
        }
        if (reasonHash == 0) revert ICustomsErrors.ReasonMissing(certificate);
        _change(held, CertificateStatus.Suspended, reasonHash);
        emit ICustomsEvents.CertificateSuspended(certificate, reasonHash);
    }

    /// @notice See ICustomsCompliance.reinstateCertificate.
    function reinstate(CustomsState storage state, bytes16 member, bytes32 certificate) external {
        Certificate storage held = _requireOwn(state, member, certificate);
        if (held.status != CertificateStatus.Suspended) {
            revert ICustomsErrors.CertificateStatusMismatch(certificate, held.status);
        }
        _change(held, CertificateStatus.Issued, 0);
        emit ICustomsEvents.CertificateReinstated(certificate);
    }

    /// @notice See ICustomsCompliance.revokeCertificate.
    function revoke(CustomsState storage state, bytes16 member, bytes32 certificate, bytes32 reasonHash) external {
        Certificate storage held = _requireOwn(state, member, certificate);
        if (held.status == CertificateStatus.Revoked) {
            revert ICustomsErrors.CertificateStatusMismatch(certificate, held.status);
        }
        if (reasonHash == 0) revert ICustomsErrors.ReasonMissing(certificate);
        _change(held, CertificateStatus.Revoked, reasonHash);
        emit ICustomsEvents.CertificateRevoked(certificate, reasonHash);
    }

    function _requireOwn(CustomsState storage state, bytes16 member, bytes32 certificate)
        private
        view
        returns (Certificate storage held)
    {
        held = state.certificates[certificate];
        if (held.status == CertificateStatus.None) revert ICustomsErrors.UnknownCertificate(certificate);
        if (held.issuer != member) revert ICustomsErrors.NotTheCertificateIssuer(certificate, member);
    }

    function _change(Certificate storage held, CertificateStatus status, bytes32 reasonHash) private {
        held.status = status;
        held.statusSince = uint48(block.timestamp);
        held.reasonHash = reasonHash;
    }
}
