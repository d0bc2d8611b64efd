// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DocumentType} from "../records/IRecordRegistry.sol";
import {CustomsState, IssuingPeriod} from "./CustomsState.sol";
import {ICustomsErrors} from "./ICustomsErrors.sol";

/// @title When a member was entitled to issue a type of document
/// @notice Periods are kept, so that a document is judged by its issuer's entitlement at the time of issue.
library IssuingPeriods {
    /// @notice Periods of a member for one type. They are searched, so without an end a call would get dearer with them.
    uint256 internal constant MAXIMUM_PERIODS = 256;

    /// @notice Appends a period; it may not begin before the last one ended, and there are at most 256.
    function begin(
        CustomsState storage state,
        bytes2 jurisdiction,
        DocumentType memory documentType,
        bytes16 issuer,
        IssuingPeriod memory period
    ) internal {
        IssuingPeriod[] storage periods = state.issuingPeriods[key(jurisdiction, issuer, documentType)];
        uint256 count = periods.length;
        if (count == MAXIMUM_PERIODS) revert ICustomsErrors.TooManyIssuingPeriods(jurisdiction, issuer, MAXIMUM_PERIODS);
        if (count != 0) {
            IssuingPeriod storage last = periods[count - 1];
            if (last.validUntil == 0 || last.validUntil > period.validFrom) {
                revert ICustomsErrors.IssuingPeriodMismatch(jurisdiction, issuer, last.validFrom, last.validUntil);
            }
        }
        periods.push(period);
    }

    /// @notice Moves the last period's end forward in time, never back.
    function end(
        CustomsState storage state,
        bytes2 jurisdiction,
        DocumentType memory documentType,
        bytes16 issuer,
        uint48 endsAt
    ) internal {
        IssuingPeriod[] storage periods = state.issuingPeriods[key(jurisdiction, issuer, documentType)];
        if (periods.length == 0) revert ICustomsErrors.IssuingPeriodMismatch(jurisdiction, issuer, 0, 0);
        IssuingPeriod storage last = periods[periods.length - 1];
        if (endsAt <= last.validFrom || (last.validUntil != 0 && endsAt >= last.validUntil)) {
            revert ICustomsErrors.IssuingPeriodMismatch(jurisdiction, issuer, last.validFrom, last.validUntil);
        }
        last.validUntil = endsAt;
    }

    /// @notice Whether the member was entitled for the type, or for every subtype of it, at `time`.
    function covers(
        CustomsState storage state,
        bytes2 jurisdiction,
        DocumentType memory documentType,
        bytes16 issuer,
        uint48 time
    ) internal view returns (bool) {
        if (_within(state.issuingPeriods[key(jurisdiction, issuer, documentType)], time)) return true;
        if (documentType.subtype == 0) return false;
        DocumentType memory everySubtype = DocumentType(documentType.codeList, documentType.code, 0);
        return _within(state.issuingPeriods[key(jurisdiction, issuer, everySubtype)], time);
    }

    /// @notice Key of a member's periods for a type in a jurisdiction.
    function key(bytes2 jurisdiction, bytes16 issuer, DocumentType memory documentType)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(jurisdiction, issuer, documentType));
    }

    /// @dev As periods follow one another, only the last one that began by then can hold `time`. The newest is looked at
    /// first, so that the usual question costs the same however many there are.
    function _within(IssuingPeriod[] storage periods, uint48 time) private view returns (bool) {
        (uint256 begun, uint256 above) = (0, periods.length);
        if (above == 0) return false;
        IssuingPeriod storage last = periods[--above];
        if (last.validFrom > time) {
            while (begun < above) {
                uint256 middle = (begun + above) / 2;
                if (periods[middle].validFrom <= time) begun = middle + 1;
                else above = middle;
            }
            if (begun == 0) return false;
            last = periods[begun - 1];
        }
        uint48 validUntil = last.validUntil;
        return validUntil == 0 || time < validUntil;
    }
}
