// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NamedRecord} from "./CustomsTypes.sol";
import {ICustomsErrors} from "./ICustomsErrors.sol";

/// @title Lists of records that a call names
library NamedRecords {
    /// @notice Reverts where there are more than `limit`, or a record is there twice, in whatever version.
    function requireEachOnce(NamedRecord[] calldata records, uint256 limit) internal pure {
        if (records.length > limit) revert ICustomsErrors.TooManyRecords(records.length, limit);
        for (uint256 i = 1; i < records.length; ++i) {
            bytes32 record = records[i].record;
            for (uint256 k = 0; k < i; ++k) {
                if (records[k].record == record) revert ICustomsErrors.RecordNamedTwice(record);
            }
        }
    }
}
