// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AnchoringHandler} from "./AnchoringHandler.sol";
import {Campaign} from "./Campaign.sol";
import {StandingHandler} from "./StandingHandler.sol";
import {World} from "./World.sol";

contract AnchoringCampaign is Campaign {
    AnchoringHandler private _anchoring;

    function setUp() public {
        World world = new World();
        _add(_anchoring = new AnchoringHandler(world));
        _add(new StandingHandler(world));
    }

    function name() public pure override returns (string memory) {
        return "Anchoring";
    }

    function invariant_anchoring() public view {
        _anchoring.holds_devicesKeepTheirPast();
        _anchoring.holds_pastValidityStays();
        _anchoring.holds_streamsAreContiguous();
        _anchoring.holds_challengesGoOneWay();
    }
}
