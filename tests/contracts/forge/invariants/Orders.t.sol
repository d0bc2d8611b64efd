// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Campaign} from "./Campaign.sol";
import {OrdersHandler} from "./OrdersHandler.sol";
import {StandingHandler} from "./StandingHandler.sol";
import {World} from "./World.sol";

contract OrdersCampaign is Campaign {
    OrdersHandler private _orders;

    function setUp() public {
        World world = new World();
        _add(_orders = new OrdersHandler(world));
        _add(new StandingHandler(world));
    }

    function name() public pure override returns (string memory) {
        return "Orders";
    }

    function invariant_orders() public view {
        _orders.holds_ordersAddUp();
        _orders.holds_milestonesKeepTheirPast();
        _orders.holds_whatEndedStays();
        _orders.holds_partsAddUp();
    }
}
