// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CodeList, DocumentType, IRecordRegistry} from "../records/IRecordRegistry.sol";
import {CustomsState, IssuingPeriod} from "./CustomsState.sol";
import {ICustomsEvents} from "./ICustomsEvents.sol";
import {IssuingPeriods} from "./IssuingPeriods.sol";

/// @title Writing and reading whom an authority entitles to issue documents
/// @dev A linked library, so that CustomsCompliance keeps to the code size limit. It is called only by delegatecall,
/// on the caller's state, after the caller has checked who may do it.
library Entitlements {
    /// @notice See ICustomsCompliance.authorizeIssuer.
    function begin(
        CustomsState storage state,
        bytes2 jurisdiction,
        DocumentType calldata documentType,
        bytes16 issuer,
        IssuingPeriod calldata period,
        bool transcribed
    ) external {
        if (documentType.codeList == CodeList.None || documentType.code == 0) {
            revert IRecordRegistry.DocumentTypeInvalid(documentType.codeList, documentType.code);
        }
        IssuingPeriods.begin(state, jurisdiction, documentType, issuer, period);
        emit ICustomsEvents.IssuerAuthorized(
            jurisdiction, issuer, documentType, period.validFrom, period.validUntil, transcribed
        );
    }

    /// @notice See ICustomsCompliance.endIssuerAuthorization.
    function end(
        CustomsState storage state,
        bytes2 jurisdiction,
        DocumentType calldata documentType,
        bytes16 issuer,
        uint48 endsAt,
        bool transcribed
    ) external {
        IssuingPeriods.end(state, jurisdiction, documentType, issuer, endsAt);
        emit ICustomsEvents.IssuerAuthorizationEnded(jurisdiction, issuer, documentType, endsAt, transcribed);
    }

    /// @notice See ICustomsCompliance.wasAuthorized.
    function covers(
        CustomsState storage state,
        bytes2 jurisdiction,
        DocumentType calldata documentType,
        bytes16 issuer,
        uint48 time
    ) external view returns (bool) {
        return IssuingPeriods.covers(state, jurisdiction, documentType, issuer, time);
    }
}
