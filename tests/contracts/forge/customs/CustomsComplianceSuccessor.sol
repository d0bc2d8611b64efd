// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authorities} from "contracts/customs/Authorities.sol";
import {Certificates} from "contracts/customs/Certificates.sol";
import {CustomsBase} from "contracts/customs/CustomsBase.sol";
import {Declarations} from "contracts/customs/Declarations.sol";
import {Evidence} from "contracts/customs/Evidence.sol";
import {ConsortiumContract} from "contracts/root/ConsortiumContract.sol";
import {IConsortiumRoot} from "contracts/root/IConsortiumRoot.sol";
import {Successor} from "contracts/root/Successor.sol";
import {IMemberRegistry} from "contracts/access/IMemberRegistry.sol";

/// @title A second CustomsCompliance, with the first one's layout
contract CustomsComplianceSuccessor layout at erc7201("quaychain.CustomsCompliance")
    is
    Authorities,
    Certificates,
    Declarations,
    Evidence,
    Successor
{
    constructor(IConsortiumRoot root_) ConsortiumContract(root_, "CustomsCompliance") {}

    function _memberRegistry() internal view override(ConsortiumContract, Successor) returns (IMemberRegistry) {
        return Successor._memberRegistry();
    }
}
