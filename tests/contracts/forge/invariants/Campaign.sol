// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Handler} from "./Handler.sol";

/// @notice Of Foundry's cheat codes those that only campaigns use.
interface Files {
    function envOr(string calldata name, string calldata otherwise) external view returns (string memory);
    function toString(bytes calldata value) external pure returns (string memory);
    function writeLine(string calldata path, string calldata line) external;
}

/// @title A campaign: forge draws any sequence of its handlers' moves
/// @notice `./qc contracts fuzz` runs all of them and wants to know at the end of each sequence how often each move was
/// taken: a line in the file that $QC_CAMPAIGN_LOG names.
abstract contract Campaign {
    Files private constant FILES = Files(address(uint160(uint256(keccak256("hevm cheat code")))));

    Handler[] private _handlers;

    /// @notice The handlers, of which every external function that isn't a view is a move.
    function targetContracts() external view returns (Handler[] memory) {
        return _handlers;
    }

    /// @notice Writes the line: the ABI encoding of the campaign's name and, for each handler, its name, counts and digest.
    function afterInvariant() public {
        string memory file = FILES.envOr("QC_CAMPAIGN_LOG", "");
        if (bytes(file).length == 0) return;
        Handler.Count[][] memory counts = new Handler.Count[][](_handlers.length);
        string[] memory names = new string[](_handlers.length);
        bytes32[] memory digests = new bytes32[](_handlers.length);
        for (uint256 i = 0; i < _handlers.length; ++i) {
            names[i] = _handlers[i].name();
            (counts[i], digests[i]) = _handlers[i].counted();
        }
        FILES.writeLine(file, FILES.toString(abi.encode(name(), names, counts, digests)));
    }

    /// @notice The campaign's name.
    function name() public pure virtual returns (string memory);

    function _add(Handler handler) internal {
        _handlers.push(handler);
    }
}
