// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CustomsState} from "./CustomsState.sol";
import {Movement, Rule, TariffCode} from "./CustomsTypes.sol";
import {ICustomsErrors} from "./ICustomsErrors.sol";

/// @title Which rule book applies on a date, and which of its rules lead for a movement
library RuleMatching {
    /// @notice Requirements and notices that may apply to one movement.
    uint256 internal constant FINDINGS = 48;

    /// @notice A rule that leads for its requirement.
    /// @param rank 256 × digits + number of conditions
    struct Winner {
        uint16 requirement;
        uint16 rule;
        uint16 rank;
    }

    /// @notice Version of the sealed book that rules a trigger date, 0 for none.
    function ruleBookAt(CustomsState storage state, bytes2 jurisdiction, uint48 triggerDate)
        internal
        view
        returns (uint32 version)
    {
        // Versions begin in order of time: the last one that has begun. The newest is looked at first, so that the usual
        // question costs the same however many there are.
        uint32[] storage finished = state.sealedVersions[jurisdiction];
        (uint256 begun, uint256 above) = (0, finished.length);
        if (above == 0) return 0;
        version = finished[--above];
        if (state.ruleBooks[jurisdiction][version].validFrom <= triggerDate) return version;
        while (begun < above) {
            uint256 middle = (begun + above) / 2;
            if (state.ruleBooks[jurisdiction][finished[middle]].validFrom <= triggerDate) begun = middle + 1;
            else above = middle;
        }
        version = begun == 0 ? 0 : finished[begun - 1];
    }

    /// @notice The rules that lead for a movement, one per requirement; `count` of the array are filled.
    /// @dev Reads one list a prefix length; lists are bounded when rules are added.
    function winners(CustomsState storage state, Movement memory movement, uint32 version)
        internal
        view
        returns (Winner[] memory leading, uint256 count)
    {
        leading = new Winner[](FINDINGS);
        Rule[] storage rules = state.rules[movement.jurisdiction][version];
        TariffCode memory prefix = TariffCode(movement.tariff.value, movement.tariff.digits);
        while (true) {
            uint16[] storage peers = state.rulesByPrefix[prefixKey(movement.jurisdiction, version, prefix)];
            uint256 length = peers.length;
            for (uint256 i = 0; i < length; ++i) {
                uint16 index = peers[i];
                count = _compete(leading, count, rules[index], movement, index, prefix.digits);
            }
            if (prefix.digits == 0) break;
            prefix.digits = prefix.digits > 2 ? prefix.digits - 1 : 0;
            prefix.value = prefix.digits == 0 ? 0 : prefix.value / 10;
        }
    }

    /// @notice Reverts unless it is a code or prefix of 2 to 10 digits.
    function checkTariff(TariffCode memory code) internal pure {
        if (code.digits < 2 || code.digits > 10 || code.value >= 10 ** uint256(code.digits)) {
            revert ICustomsErrors.TariffCodeMalformed(code.value, code.digits);
        }
    }

    /// @notice Key of the list of rules that have a prefix.
    function prefixKey(bytes2 jurisdiction, uint32 version, TariffCode memory prefix) internal pure returns (bytes32) {
        return keccak256(abi.encode(jurisdiction, version, prefix.digits, prefix.value));
    }

    function _compete(
        Winner[] memory leading,
        uint256 count,
        Rule storage rule,
        Movement memory movement,
        uint16 index,
        uint8 digits
    ) private view returns (uint256) {
        uint16 rank = uint16(digits) * 256;
        if (rule.origin != 0) {
            if (rule.origin != movement.origin) return count;
            ++rank;
        }
        if (rule.destination != 0) {
            if (rule.destination != movement.destination) return count;
            ++rank;
        }
        if (rule.procedure != 0) {
            if (rule.procedure != movement.procedure) return count;
            ++rank;
        }
        if (rule.transportMode != 0) {
            if (rule.transportMode != movement.transportMode) return count;
            ++rank;
        }
        uint16 requirement = rule.requirement;
        for (uint256 i = 0; i < count; ++i) {
            if (leading[i].requirement != requirement) continue;
            // Prefixes are visited from the longest on, and rules in their order: equals leave the earlier one.
            if (rank > leading[i].rank) (leading[i].rule, leading[i].rank) = (index, rank);
            return count;
        }
        if (count == FINDINGS) revert ICustomsErrors.TooManyFindings(FINDINGS);
        leading[count] = Winner(requirement, index, rank);
        return count + 1;
    }
}
