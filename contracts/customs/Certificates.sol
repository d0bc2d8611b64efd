// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, MemberKind} from "../access/IMemberRegistry.sol";
import {CertificateStore} from "./CertificateStore.sol";
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
        if (holder != 0) _memberRegistry().requireMember(holder, MemberKind.None);
        CertificateStore.issue(_state, _recordRegistry(), member, certificate, record, holder);
    }

    /// @inheritdoc ICustomsCompliance
    function suspendCertificate(bytes32 certificate, bytes32 reasonHash) external {
        CertificateStore.suspend(_state, _authorize(AccountPurpose.Operations), certificate, reasonHash);
    }

    /// @inheritdoc ICustomsCompliance
    function reinstateCertificate(bytes32 certificate) external {
        CertificateStore.reinstate(_state, _authorize(AccountPurpose.Operations), certificate);
    }

    /// @inheritdoc ICustomsCompliance
    function revokeCertificate(bytes32 certificate, bytes32 reasonHash) external {
        CertificateStore.revoke(_state, _authorize(AccountPurpose.Operations), certificate, reasonHash);
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
}
