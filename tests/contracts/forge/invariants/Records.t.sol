// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Campaign} from "./Campaign.sol";
import {RecordsHandler} from "./RecordsHandler.sol";
import {World} from "./World.sol";

contract RecordsCampaign is Campaign {
    RecordsHandler private _records;

    function setUp() public {
        _add(_records = new RecordsHandler(new World()));
    }

    function name() public pure override returns (string memory) {
        return "Records";
    }

    function invariant_records() public view {
        _records.holds_recordsAreAppendOnly();
        _records.holds_grantsGoOneWay();
    }
}
