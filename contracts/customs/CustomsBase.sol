// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, Seat} from "../access/IMemberRegistry.sol";
import {IRecordRegistry} from "../records/IRecordRegistry.sol";
import {ConsortiumContract} from "../root/ConsortiumContract.sol";
import {CustomsState} from "./CustomsState.sol";
import {Declaration, DeclarationStatus} from "./CustomsTypes.sol";
import {ICustomsCompliance} from "./ICustomsCompliance.sol";

/// @title State of CustomsCompliance, and the questions that all its parts ask
abstract contract CustomsBase is ConsortiumContract, ICustomsCompliance {
    CustomsState internal _state;

    /// @dev The member for whom the caller acts: the jurisdiction's authority, which has a seat of its own.
    function _requireAuthority(bytes2 jurisdiction) internal view returns (bytes16 member) {
        member = _authorize(AccountPurpose.Operations);
        bytes16 authority = _authorityOf(jurisdiction);
        if (member != authority) revert NotTheAuthority(jurisdiction, member);
        if (_isMirrored(authority)) revert AuthorityIsMirrored(jurisdiction, authority);
    }

    function _requireDeclarant(bytes32 declaration) internal view returns (Declaration storage lodged) {
        bytes16 member = _authorize(AccountPurpose.Operations);
        lodged = _lodged(declaration);
        if (lodged.declarant != member) revert NotTheDeclarant(declaration, member);
    }

    function _lodged(bytes32 declaration) internal view returns (Declaration storage lodged) {
        lodged = _state.declarations[declaration];
        if (lodged.status == DeclarationStatus.None) revert UnknownDeclaration(declaration);
    }

    function _authorityOf(bytes2 jurisdiction) internal view returns (bytes16 authority) {
        authority = _state.jurisdictions[jurisdiction].authority;
        if (authority == 0) revert UnknownJurisdiction(jurisdiction);
    }

    function _isMirrored(bytes16 member) internal view returns (bool) {
        return _memberRegistry().memberOf(member).seat == Seat.Mirrored;
    }

    function _recordRegistry() internal view returns (IRecordRegistry) {
        return IRecordRegistry(_contractAt("RecordRegistry"));
    }

    function _requireId(bytes32 identifier) internal pure {
        if (identifier == 0) revert IdentifierMissing();
    }
}
