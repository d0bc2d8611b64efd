// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, Seat} from "../access/IMemberRegistry.sol";
import {IRecordRegistry} from "../records/IRecordRegistry.sol";
import {ConsortiumContract} from "../root/ConsortiumContract.sol";
import {CustomsState} from "./CustomsState.sol";
import {Declaration, DeclarationStatus, Jurisdiction} from "./CustomsTypes.sol";
import {ICustomsCompliance} from "./ICustomsCompliance.sol";

/// @title State of CustomsCompliance, and the questions that all its parts ask
abstract contract CustomsBase is ConsortiumContract, ICustomsCompliance {
    CustomsState internal _state;

    /// @dev The member for whom the caller acts: the one that writes down a jurisdiction's rules, and whom it entitles.
    function _requireRuler(bytes2 jurisdiction) internal view returns (bytes16 member, bool transcribed) {
        member = _authorize(AccountPurpose.Operations);
        _authorityOf(jurisdiction);
        bytes16 ruler;
        (ruler, transcribed) = _rulerOf(jurisdiction);
        if (member != ruler) revert NotTheAuthority(jurisdiction, member);
    }

    /// @dev The authority itself, or the transcriber of a mirrored one; 0 for nobody.
    function _rulerOf(bytes2 jurisdiction) internal view returns (bytes16 ruler, bool transcribed) {
        Jurisdiction storage place = _state.jurisdictions[jurisdiction];
        ruler = place.authority;
        transcribed = _isMirrored(ruler);
        if (transcribed) ruler = place.transcriber;
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
