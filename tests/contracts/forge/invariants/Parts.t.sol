// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Campaign} from "./Campaign.sol";
import {PartsHandler} from "./PartsHandler.sol";
import {StandingHandler} from "./StandingHandler.sol";
import {World} from "./World.sol";

contract PartsCampaign is Campaign {
    PartsHandler private _parts;

    function setUp() public {
        World world = new World();
        _add(_parts = new PartsHandler(world));
        _add(new StandingHandler(world));
    }

    function name() public pure override returns (string memory) {
        return "Parts";
    }

    function invariant_parts() public view {
        _parts.holds_treesAreTrees();
        _parts.holds_partsAreWhatBecameOfThem();
        _parts.holds_custodyIsContinuous();
        _parts.holds_recallsReach();
        _parts.holds_batchesAndWorkOrders();
        _parts.holds_coresStayJudged();
    }
}
