// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Campaign} from "./Campaign.sol";
import {ConsortiumHandler} from "./ConsortiumHandler.sol";
import {World} from "./World.sol";

contract ConsortiumCampaign is Campaign {
    ConsortiumHandler private _consortium;

    function setUp() public {
        _add(_consortium = new ConsortiumHandler(new World(), false));
    }

    function name() public pure override returns (string memory) {
        return "Consortium";
    }

    function invariant_consortium() public view {
        _consortium.holds_validatorSets();
        _consortium.holds_directory();
        _consortium.holds_members();
        _consortium.holds_accounts();
        _consortium.holds_thePastStays();
        _consortium.holds_votes();
        _consortium.holds_pause();
    }
}
