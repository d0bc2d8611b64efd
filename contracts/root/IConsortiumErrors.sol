// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Errors that more than one contract of the consortium reverts with
/// @notice Each is declared here once, so that off chain one name is one error. Errors that belong to one contract
/// stand in its own interface.
interface IConsortiumErrors {
    /// @notice The contract is not what the Directory has under its name: not entered, or not installed yet.
    error NotInDirectory(bytes32 name, address self);

    /// @notice The contract was replaced; it still answers views but takes no more writes.
    error ContractSuperseded(bytes32 name, address successor);

    /// @notice The Directory has nothing under this name.
    error DirectoryEntryMissing(bytes32 name);

    /// @notice An identifier of zero was given; zero never names anything.
    error IdentifierMissing();

    /// @notice A period that ends before or when it begins. Ends are exclusive; an end of 0 means no end.
    error ValidityPeriodInvalid(uint48 validFrom, uint48 validUntil);

    /// @notice A time was given that lies before `earliest`, where that is not allowed.
    error TimeTooEarly(uint48 given, uint48 earliest);

    /// @notice A time was given that lies after `latest` (usually the block's own time).
    error TimeTooLate(uint48 given, uint48 latest);

    /// @notice The signature is malformed, or no key could have made it.
    error SignatureInvalid(bytes32 digest);

    /// @notice The signature is by an account of another member than the one whose signature is needed.
    error SignerMemberMismatch(bytes16 expected, bytes16 actual);

    /// @notice Only `required` may do this; `actual` called.
    error NotPermitted(bytes16 required, bytes16 actual);

    /// @notice Only the contract or account `required` may call this.
    error CallerNotPermitted(address required, address actual);
}
