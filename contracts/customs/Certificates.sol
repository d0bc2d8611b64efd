// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, MemberKind} from "../access/IMemberRegistry.sol";
import {IRecordRegistry, Record, RecordStatus} from "../records/IRecordRegistry.sol";
import {CustomsBase} from "./CustomsBase.sol";
import {Certificate, CertificateStatus} from "./CustomsTypes.sol";
import {ICustomsCompliance} from "./ICustomsCompliance.sol";

/// @title Certificates
/// @notice A certificate is a record whose issuer can suspend it, which a record alone has no word for.
abstract contract Certificates is CustomsBase {
    /// @inheritdoc ICustomsCompliance
    function issueCertificate(bytes32 certificate, bytes32 record, bytes16 holder) external {
        bytes16 member = _authorize(AccountPurpose.Operations);
        _requireId(certificate);
        if (_state.certificates[certificate].status != CertificateStatus.None) revert CertificateExists(certificate);
        bytes32 other = _state.certificateOn[record];
        if (other != 0) revert RecordHasCertificate(record, other);
        Record memory published = _recordRegistry().recordOf(record);
        if (published.status == RecordStatus.None) revert IRecordRegistry.UnknownRecord(record);
        if (published.status == RecordStatus.Revoked) {
            revert IRecordRegistry.RecordIsRevoked(record, published.revokedAt);
        }
        if (published.issuer != member) revert IRecordRegistry.NotRecordIssuer(record, published.issuer, member);
        if (holder != 0) _memberRegistry().requireMember(holder, MemberKind.None);

        _state.certificateOn[record] = certificate;
        _state.certificates[certificate] = Certificate({
            status: CertificateStatus.Issued,
            issuer: member,
            holder: holder,
            record: record,
            subject: published.subject,
            documentType: published.documentType,
            issuedAt: _now(),
            statusSince: _now(),
            validFrom: published.validFrom,
            validUntil: published.validUntil,
            reasonHash: 0
        });
        emit CertificateIssued(
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

    /// @inheritdoc ICustomsCompliance
    function suspendCertificate(bytes32 certificate, bytes32 reasonHash) external {
        Certificate storage held = _requireOwnCertificate(certificate);
        if (held.status != CertificateStatus.Issued) revert CertificateStatusMismatch(certificate, held.status);
        _change(held, CertificateStatus.Suspended, reasonHash);
        emit CertificateSuspended(certificate, reasonHash);
    }

    /// @inheritdoc ICustomsCompliance
    function reinstateCertificate(bytes32 certificate) external {
        Certificate storage held = _requireOwnCertificate(certificate);
        if (held.status != CertificateStatus.Suspended) revert CertificateStatusMismatch(certificate, held.status);
        _change(held, CertificateStatus.Issued, held.reasonHash);
        emit CertificateReinstated(certificate);
    }

    /// @inheritdoc ICustomsCompliance
    function revokeCertificate(bytes32 certificate, bytes32 reasonHash) external {
        Certificate storage held = _requireOwnCertificate(certificate);
        if (held.status == CertificateStatus.Revoked) revert CertificateStatusMismatch(certificate, held.status);
        _change(held, CertificateStatus.Revoked, reasonHash);
        emit CertificateRevoked(certificate, reasonHash);
    }

    /// @inheritdoc ICustomsCompliance
    function certificateOf(bytes32 certificate) external view returns (Certificate memory) {
        if (_state.certificates[certificate].status == CertificateStatus.None) revert UnknownCertificate(certificate);
        return _state.certificates[certificate];
    }

    /// @inheritdoc ICustomsCompliance
    function certificateOn(bytes32 record) external view returns (bytes32 certificate) {
        return _state.certificateOn[record];
    }

    function _requireOwnCertificate(bytes32 certificate) private view returns (Certificate storage held) {
        bytes16 member = _authorize(AccountPurpose.Operations);
        held = _state.certificates[certificate];
        if (held.status == CertificateStatus.None) revert UnknownCertificate(certificate);
        if (held.issuer != member) revert NotTheCertificateIssuer(certificate, member);
    }

    function _change(Certificate storage held, CertificateStatus status, bytes32 reasonHash) private {
        held.status = status;
        held.statusSince = _now();
        held.reasonHash = reasonHash;
    }
}
