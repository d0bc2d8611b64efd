// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Account,
    AccountPurpose,
    Member,
    MemberKind,
    MemberStatus,
    PauseState,
    Seat
} from "contracts/access/IMemberRegistry.sol";
import {Milestone, MilestoneStatus} from "contracts/orders/OrderTypes.sol";
import {Record, RecordStatus} from "contracts/records/IRecordRegistry.sol";
import {IConsortiumRoot} from "contracts/root/IConsortiumRoot.sol";

/// @notice Of Foundry's cheat codes those that the checks use.
interface Vm {
    function assume(bool condition) external pure;
    function load(address target, bytes32 slot) external view returns (bytes32);
    function prank(address sender) external;
    function roll(uint256 blockNumber) external;
    function setArbitraryStorage(address target) external;
    function store(address target, bytes32 slot, bytes32 value) external;
    function warp(uint256 timestamp) external;
}

/// @notice Halmos's own cheat codes.
interface Svm {
    /// @notice Any call of any function of the contract that isn't a view.
    function createCalldata(string memory contractName) external pure returns (bytes memory);
}

/// @notice What a contract under check asks of others. Everybody may do everything, so that what a check shows holds
/// whoever calls: each contract is the one in the Directory, each account is its member's for every purpose, each
/// member has the kind and the seat that are asked for, unless a check says otherwise.
contract Consortium {
    mapping(bytes32 name => address) private _locations;
    mapping(bytes16 member => bool) private _notAccounting;
    uint256 private _accounting;
    bytes32 private _payment;

    function enter(bytes32 name, address location) external {
        _locations[name] = location;
    }

    function setAccounting(uint256 count) external {
        _accounting = count;
    }

    function setSeat(bytes16 member, bool accounting) external {
        _notAccounting[member] = !accounting;
    }

    function setPayment(bytes32 commitment) external {
        _payment = commitment;
    }

    // As ConsortiumRoot.

    function resolve(bytes32 name) external view returns (address, address) {
        address registry = _locations["MemberRegistry"];
        return (_locations[name], registry == address(0) ? address(this) : registry);
    }

    function validatorCountOf(bytes16) external pure returns (uint256) {
        return 0;
    }

    // As MemberRegistry.

    function authorize(address account, AccountPurpose) external pure returns (bytes16) {
        return bytes16(uint128(uint160(account)));
    }

    function accountOf(address account) external pure returns (Account memory) {
        return Account(bytes16(uint128(uint160(account))), AccountPurpose.Operations, 1, 0, 0);
    }

    function requireMember(bytes16, MemberKind) external pure {}

    function memberOf(bytes16 member) external view returns (Member memory found) {
        found.kind = MemberKind.Manufacturer;
        found.seat = _notAccounting[member] ? Seat.Query : Seat.Accounting;
        found.status = MemberStatus.Active;
    }

    function isAccountingAt(bytes16 member, uint48) external view returns (bool) {
        return !_notAccounting[member];
    }

    function accountingMembersAt(uint48) external view returns (uint256) {
        return _accounting;
    }

    function pauseState() external pure returns (PauseState memory) {}

    // As RecordRegistry.

    function recordOf(bytes32) external pure returns (Record memory found) {
        found.status = RecordStatus.Published;
        found.version = 1;
    }

    // As OrderFulfilment.

    function milestoneOf(bytes32, bytes32) external view returns (Milestone memory found) {
        found.status = MilestoneStatus.Completed;
        found.paymentCommitment = _payment;
    }
}

/// @title Base of the symbolic checks
/// @notice A check is proved when no input lets one of its assertions fail. A call that reverts ends its path: nothing
/// changed then. Storage is arbitrary, so that a check begins in every state there could be, and in some that there
/// can't; what it assumes about the state it asserts of the state afterwards as well.
abstract contract Symbolic {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    Svm internal constant svm = Svm(address(uint160(uint256(keccak256("svm cheat code")))));

    Consortium internal consortium = new Consortium();

    function root() internal view returns (IConsortiumRoot) {
        return IConsortiumRoot(address(consortium));
    }

    /// @notice Enters the contract and lets its storage be anything.
    function enter(bytes32 name, address location) internal {
        consortium.enter(name, location);
        vm.setArbitraryStorage(location);
    }

    /// @notice The block's time: any after 1970 up to the year 36812, the last in which an account can be valid.
    function at(uint40 time) internal {
        vm.assume(time != 0);
        vm.warp(time);
    }

    function memberOf(address account) internal pure returns (bytes16) {
        return bytes16(uint128(uint160(account)));
    }

    // Each branch doubles the paths, and each assertion asks the solver on every path; these don't branch.

    function both(bool one, bool other) internal pure returns (bool result) {
        assembly {
            result := and(one, other)
        }
    }

    function either(bool one, bool other) internal pure returns (bool result) {
        assembly {
            result := or(one, other)
        }
    }

    function implies(bool condition, bool consequence) internal pure returns (bool result) {
        assembly {
            result := or(iszero(condition), consequence)
        }
    }
}
