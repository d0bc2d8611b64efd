// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Campaign} from "./Campaign.sol";
import {FinanceHandler} from "./FinanceHandler.sol";
import {StandingHandler} from "./StandingHandler.sol";
import {World} from "./World.sol";

contract FinanceCampaign is Campaign {
    FinanceHandler private _finance;

    function setUp() public {
        World world = new World();
        _add(_finance = new FinanceHandler(world));
        _add(new StandingHandler(world));
    }

    function name() public pure override returns (string memory) {
        return "Finance";
    }

    function invariant_finance() public view {
        _finance.holds_sharesAddUp();
        _finance.holds_banksHoldWhatTheyTook();
        _finance.holds_fingerprintsHaveOneHolder();
        _finance.holds_guaranteesAddUp();
    }
}
