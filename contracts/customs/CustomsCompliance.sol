// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsortiumContract} from "../root/ConsortiumContract.sol";
import {IConsortiumRoot} from "../root/IConsortiumRoot.sol";
import {Authorities} from "./Authorities.sol";
import {Certificates} from "./Certificates.sol";
import {Declarations} from "./Declarations.sol";
import {Evidence} from "./Evidence.sol";

/// @title Customs compliance: rule books, certificates, declarations, pre-checks and decisions
/// @notice See {ICustomsCompliance}.
contract CustomsCompliance layout at erc7201("quaychain.CustomsCompliance")
    is
    Authorities,
    Certificates,
    Declarations,
    Evidence
{
    /// @param root_ The consortium's root
    constructor(IConsortiumRoot root_) ConsortiumContract(root_, "CustomsCompliance") {}
}
