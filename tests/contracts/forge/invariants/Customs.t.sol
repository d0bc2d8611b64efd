// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Campaign} from "./Campaign.sol";
import {CustomsHandler} from "./CustomsHandler.sol";
import {StandingHandler} from "./StandingHandler.sol";
import {World} from "./World.sol";

contract CustomsCampaign is Campaign {
    CustomsHandler private _customs;

    function setUp() public {
        World world = new World();
        _add(_customs = new CustomsHandler(world));
        _add(new StandingHandler(world));
    }

    function name() public pure override returns (string memory) {
        return "Customs";
    }

    function invariant_customs() public view {
        _customs.holds_preChecksAndDecisionsStay();
        _customs.holds_ruleBooksStaySealed();
        _customs.holds_certificatesAndEntitlements();
        _customs.holds_attestationsAndPacks();
    }
}
