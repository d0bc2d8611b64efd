// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Admission} from "../access/IMemberRegistry.sol";

/// @notice One line of the Directory, as it is entered.
/// @param name Name in ASCII, padded with zeros on the right, e.g. "EventAnchor"
/// @param location Address of the contract
/// @param layoutVersion Version of its storage layout; verifiers of storage proofs choose the layout by it
/// @param codeHash keccak256 of the code at `location` (EXTCODEHASH)
struct DirectoryEntry {
    bytes32 name;
    address location;
    uint32 layoutVersion;
    bytes32 codeHash;
}

/// @notice What all founders sign, once: the first contracts and the first members.
/// @param consortium The consortium's id
/// @param entries The whole Directory to begin with
/// @param members The first members with their accounts
struct Installation {
    bytes32 consortium;
    DirectoryEntry[] entries;
    Admission[] members;
}

/// @notice A validator set in force.
/// @param number Its number; set 0 is the genesis's
/// @param digest keccak256(abi.encode(uint256 number, address[] validators)), one slot that proves the whole set
/// @param sinceBlock The block whose state first held it; it seals from the next block on
/// @param since Time of that block, unix seconds
/// @param validators Ascending
struct ValidatorSet {
    uint32 number;
    bytes32 digest;
    uint64 sinceBlock;
    uint48 since;
    address[] validators;
}

/// @title The root of a consortium's trust: validator sets and the Directory
/// @notice Stands in the genesis, without a constructor. QBFT asks `getValidators()` of it for every block. Until
/// `install` it can do nothing else; from then on only the ConsortiumGovernor of its own Directory changes it.
interface IConsortiumRoot {
    /// @notice All founders' one installation took effect.
    event ConsortiumInstalled(bytes32 indexed consortium, bytes32 digest);

    /// @notice `name` now stands for `location`; `predecessor` (0: none) is frozen.
    event DirectoryEntrySet(
        bytes32 indexed name, address indexed location, uint32 layoutVersion, bytes32 codeHash, address predecessor
    );

    /// @notice Set `number` has one validator more; it seals from the next block on.
    event ValidatorAdded(uint32 indexed number, address indexed validator, bytes16 indexed member, bytes32 digest);

    /// @notice Set `number` has one validator less; it seals from the next block on.
    event ValidatorRemoved(uint32 indexed number, address indexed validator, bytes16 indexed member, bytes32 digest);

    /// @notice The founders' installation is done already.
    error AlreadyInstalled();

    /// @notice Nothing but the founders' installation is possible yet.
    error NotInstalled();

    /// @notice The installation is for another consortium.
    error ConsortiumMismatch(bytes32 expected, bytes32 given);

    /// @notice Not one signature per founder.
    error FounderSignatureCountMismatch(uint256 expected, uint256 given);

    /// @notice The signature at `index` is not founder `expected`'s for this installation.
    error FounderSignatureInvalid(uint256 index, address expected, address recovered);

    /// @notice The code at `location` is not what was signed or voted; `actual` is 0 where there is no code.
    error CodeHashMismatch(bytes32 name, address location, bytes32 expected, bytes32 actual);

    /// @notice This contract has been in the Directory before; a frozen contract does not come back.
    error LocationAlreadyEntered(address location, bytes32 name);

    /// @notice The installation names `name` twice.
    error DirectoryEntryDuplicate(bytes32 name);

    /// @notice The contract under `name` belongs to another root or authority than this installation's, or does not say
    /// to which; or it is a MemberRegistry that has members already.
    error InstallationInconsistent(bytes32 name);

    /// @notice The validator's member is not an active member with an accounting seat.
    error ValidatorMemberNotAccounting(address validator, bytes16 member);

    /// @notice The validator is in the set already.
    error ValidatorAlreadyInSet(address validator);

    /// @notice The validator is not in the set.
    error ValidatorNotInSet(address validator);

    /// @notice A validator key belongs to one member for ever.
    error ValidatorBelongsToAnother(address validator, bytes16 member);

    /// @notice A member holds two validators at most, and two only while one replaces the other.
    error TooManyValidatorsOfMember(bytes16 member, uint256 maximum);

    /// @notice A set of `count` is at its smallest.
    error TooFewValidators(uint256 count);

    /// @notice A set of `count` is at its largest.
    error TooManyValidators(uint256 count);

    /// @notice A set must have sealed a block before the next one is made, or nobody could prove that one.
    error ValidatorSetChangedInBlock(uint64 blockNumber);

    /// @notice Installs the consortium. Anyone may send it; what counts are the signatures.
    /// @param installation What the founders agreed on
    /// @param signatures One EIP-712 signature of `installation` per founder, in the founders' order
    function install(Installation calldata installation, bytes[] calldata signatures) external;

    /// @notice Makes the next validator set, with `validator` of `member` added. Only the ConsortiumGovernor.
    function addValidator(address validator, bytes16 member) external;

    /// @notice Makes the next validator set, without `validator`. Only the ConsortiumGovernor.
    function removeValidator(address validator) external;

    /// @notice Enters a contract, new or as the successor of the one that has its name. Only the ConsortiumGovernor.
    function setEntry(DirectoryEntry calldata entry) external;

    /// @notice The validators in force, ascending: what QBFT calls. Never reverts.
    function getValidators() external view returns (address[] memory validators);

    /// @notice Number of the set in force.
    function currentValidatorSet() external view returns (uint32 number);

    /// @notice Set `number`; past sets stay. All zero where there is none.
    function validatorSet(uint32 number) external view returns (ValidatorSet memory set);

    /// @notice Member whose validator this is or was; 0 where never.
    function memberOfValidator(address validator) external view returns (bytes16 member);

    /// @notice How many validators of the set in force are `member`'s.
    function validatorCountOf(bytes16 member) external view returns (uint256 count);

    /// @notice The consortium's id: keccak256 of its charter's canonical JSON.
    function consortium() external view returns (bytes32 id);

    /// @notice The founders, in the order in which they sign.
    function founders() external view returns (address[] memory accounts);

    /// @notice Whether the founders' installation is done.
    function installed() external view returns (bool done);

    /// @notice The Directory's line for `name`; all zero but the name where there is none.
    function entryOf(bytes32 name) external view returns (DirectoryEntry memory entry);

    /// @notice Where `name` is now (0: nowhere), and where the MemberRegistry is: the one question that every write
    /// of the consortium's contracts begins with.
    function resolve(bytes32 name) external view returns (address location, address memberRegistry);

    /// @notice How many names the Directory has.
    function directorySize() external view returns (uint256 size);

    /// @notice A page of the Directory, in the order in which names were first entered.
    function directory(uint256 offset, uint256 limit) external view returns (DirectoryEntry[] memory entries);

    /// @notice The EIP-712 digest that founders sign.
    function installationDigest(Installation calldata installation) external view returns (bytes32 digest);
}
