// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, MemberKind, Seat} from "contracts/access/IMemberRegistry.sol";
import {Vm} from "./Vm.sol";

/// @title Who takes part in the tests
/// @notice One member of each kind that the scenario has, with one account for each purpose. Keys come from the member
/// and the purpose, so that nothing is written down.
abstract contract Cast {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    struct Part {
        bytes16 member;
        MemberKind kind;
        Seat seat;
    }

    bytes16 internal constant MANUFACTURER = "manufacturer";
    bytes16 internal constant GEAR = "gear";
    bytes16 internal constant DRIVE = "drive";
    bytes16 internal constant CUSTOMS_HOME = "customs home";
    bytes16 internal constant CUSTOMS_OVERSEAS = "customs overseas";
    bytes16 internal constant CARRIER = "carrier";
    bytes16 internal constant SURVEYOR = "surveyor";
    bytes16 internal constant BANK_A = "bank a";
    bytes16 internal constant BANK_B = "bank b";
    bytes16 internal constant BANK_C = "bank c";
    bytes16 internal constant ORIGIN_BODY = "origin body";
    bytes16 internal constant WAREHOUSE = "warehouse";
    bytes16 internal constant SERVICE_PARTNER = "service partner";
    bytes16 internal constant BUYER = "buyer";
    bytes16 internal constant INSURER = "insurer";
    bytes16 internal constant BROKER = "broker";
    bytes16 internal constant CUSTOMS_MIRRORED = "customs mirrored";

    /// @notice All members; the first four have accounting seats.
    function parts() internal pure returns (Part[] memory all) {
        all = new Part[](17);
        all[0] = Part(MANUFACTURER, MemberKind.Manufacturer, Seat.Accounting);
        all[1] = Part(GEAR, MemberKind.Supplier, Seat.Accounting);
        all[2] = Part(DRIVE, MemberKind.Supplier, Seat.Accounting);
        all[3] = Part(CUSTOMS_HOME, MemberKind.Customs, Seat.Accounting);
        all[4] = Part(CUSTOMS_OVERSEAS, MemberKind.Customs, Seat.Query);
        all[5] = Part(CARRIER, MemberKind.Carrier, Seat.Query);
        all[6] = Part(SURVEYOR, MemberKind.Surveyor, Seat.Query);
        all[7] = Part(BANK_A, MemberKind.Bank, Seat.Query);
        all[8] = Part(BANK_B, MemberKind.Bank, Seat.Query);
        all[9] = Part(BANK_C, MemberKind.Bank, Seat.Query);
        all[10] = Part(ORIGIN_BODY, MemberKind.OriginBody, Seat.Query);
        all[11] = Part(WAREHOUSE, MemberKind.Warehouse, Seat.Query);
        all[12] = Part(SERVICE_PARTNER, MemberKind.ServicePartner, Seat.Query);
        all[13] = Part(BUYER, MemberKind.Buyer, Seat.Query);
        all[14] = Part(INSURER, MemberKind.Insurer, Seat.Query);
        all[15] = Part(BROKER, MemberKind.Broker, Seat.Query);
        all[16] = Part(CUSTOMS_MIRRORED, MemberKind.Customs, Seat.Mirrored);
    }

    /// @notice The private key of the member's account for a purpose (None: its recovery account).
    function keyOf(bytes16 member, AccountPurpose purpose) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode("account", member, purpose)));
    }

    /// @notice The member's account for a purpose.
    function accountOf(bytes16 member, AccountPurpose purpose) internal pure returns (address) {
        return vm.addr(keyOf(member, purpose));
    }

    function operations(bytes16 member) internal pure returns (address) {
        return accountOf(member, AccountPurpose.Operations);
    }

    function oracle(bytes16 member) internal pure returns (address) {
        return accountOf(member, AccountPurpose.Oracle);
    }

    function governance(bytes16 member) internal pure returns (address) {
        return accountOf(member, AccountPurpose.Governance);
    }

    function guardian(bytes16 member) internal pure returns (address) {
        return accountOf(member, AccountPurpose.Guardian);
    }

    function recovery(bytes16 member) internal pure returns (address) {
        return accountOf(member, AccountPurpose.None);
    }

    /// @notice The private key of a founder.
    function founderKey(uint256 index) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode("founder", index)));
    }

    /// @notice A signature of 65 bytes (r, s, v) by a private key.
    function signWith(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @notice The member's Operations account signs.
    function signAs(bytes16 member, bytes32 digest) internal pure returns (bytes memory) {
        return signWith(keyOf(member, AccountPurpose.Operations), digest);
    }
}
