// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Campaign} from "./Campaign.sol";
import {RecordsHandler} from "./RecordsHandler.sol";
import {StandingHandler} from "./StandingHandler.sol";
import {World} from "./World.sol";

contract RecordsCampaign is Campaign {
    RecordsHandler private _records;

    function setUp() public {
        World world = new World();
        _add(_records = new RecordsHandler(world));
        _add(new StandingHandler(world));
    }

    function name() public pure override returns (string memory) {
        return "Records";
    }

    function invariant_records() public view {
        _records.holds_recordsAreAppendOnly();
        _records.holds_grantsGoOneWay();
    }
}
