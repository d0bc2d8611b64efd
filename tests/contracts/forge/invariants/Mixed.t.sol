// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AnchoringHandler} from "./AnchoringHandler.sol";
import {Campaign} from "./Campaign.sol";
import {ConsortiumHandler} from "./ConsortiumHandler.sol";
import {CustomsHandler} from "./CustomsHandler.sol";
import {FinanceHandler} from "./FinanceHandler.sol";
import {OrdersHandler} from "./OrdersHandler.sol";
import {PartsHandler} from "./PartsHandler.sol";
import {RecordsHandler} from "./RecordsHandler.sol";
import {World} from "./World.sol";

/// @notice Everybody at once: business in all contracts while members are suspended, change accounts, vote and pause.
contract MixedCampaign is Campaign {
    ConsortiumHandler private _consortium;
    AnchoringHandler private _anchoring;
    RecordsHandler private _records;
    OrdersHandler private _orders;
    CustomsHandler private _customs;
    PartsHandler private _parts;
    FinanceHandler private _finance;

    function setUp() public {
        World world = new World();
        _add(_consortium = new ConsortiumHandler(world, true));
        _add(_anchoring = new AnchoringHandler(world));
        _add(_records = new RecordsHandler(world));
        _add(_orders = new OrdersHandler(world));
        _add(_customs = new CustomsHandler(world));
        _add(_parts = new PartsHandler(world));
        _add(_finance = new FinanceHandler(world));
    }

    function name() public pure override returns (string memory) {
        return "Mixed";
    }

    /// @dev One or two of each contract; the others' own campaigns look at all.
    function invariant_mixed() public view {
        _consortium.holds_validatorSets();
        _consortium.holds_members();
        _consortium.holds_thePastStays();
        _consortium.holds_pause();
        _anchoring.holds_devicesKeepTheirPast();
        _anchoring.holds_streamsAreContiguous();
        _records.holds_recordsAreAppendOnly();
        _orders.holds_ordersAddUp();
        _orders.holds_milestonesKeepTheirPast();
        _customs.holds_preChecksAndDecisionsStay();
        _customs.holds_ruleBooksStaySealed();
        _parts.holds_partsAreWhatBecameOfThem();
        _parts.holds_custodyIsContinuous();
        _parts.holds_recallsReach();
        _finance.holds_sharesAddUp();
        _finance.holds_guaranteesAddUp();
    }
}
