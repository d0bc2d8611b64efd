// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsortiumContract} from "../root/ConsortiumContract.sol";
import {IConsortiumRoot} from "../root/IConsortiumRoot.sol";
import {Device, DeviceStatus, IDeviceRegistry} from "./IDeviceRegistry.sol";
import {AccountPurpose} from "./IMemberRegistry.sol";

/// @title Device keys
contract DeviceRegistry is IDeviceRegistry, ConsortiumContract layout at erc7201("quaychain.DeviceRegistry") {
    /// @dev The first slot alone answers `wasValid`.
    struct StoredDevice {
        bytes16 member;
        DeviceStatus status;
        uint40 validFrom;
        uint40 validUntil;
        uint40 revokedFrom;
        bytes32 asset;
        uint32 boot;
        uint32 closedBoot;
        uint64 closedSequence;
        uint40 closedAt;
        uint40 compromisedSince;
    }

    mapping(bytes32 key => StoredDevice) private _devices;

    /// @param root_ The consortium's root
    constructor(IConsortiumRoot root_) ConsortiumContract(root_, "DeviceRegistry") {}

    /// @inheritdoc IDeviceRegistry
    function register(bytes32 key, bytes32 asset, uint48 validFrom, uint48 validUntil) external {
        _register(_authorize(AccountPurpose.Operations), key, asset, validFrom, validUntil);
    }

    /// @inheritdoc IDeviceRegistry
    function declareBoot(bytes32 key, uint32 boot) external {
        StoredDevice storage device = _openDevice(key);
        if (boot <= device.boot) revert DeviceBootNotNext(key, device.boot, boot);
        device.boot = boot;
        emit DeviceBootDeclared(key, boot);
    }

    /// @inheritdoc IDeviceRegistry
    function close(bytes32 key, uint32 boot, uint64 sequence) external {
        _close(_openDevice(key), key, boot, sequence);
    }

    /// @inheritdoc IDeviceRegistry
    function replace(bytes32 key, uint32 boot, uint64 sequence, bytes32 successor, uint48 validUntil) external {
        StoredDevice storage device = _openDevice(key);
        _close(device, key, boot, sequence);
        _register(device.member, successor, device.asset, 0, validUntil);
        emit DeviceReplaced(key, successor);
    }

    /// @inheritdoc IDeviceRegistry
    function flagCompromised(bytes32 key, uint48 since) external {
        StoredDevice storage device = _deviceOfCaller(key);
        if (since == 0) revert TimeTooEarly(0, 1);
        if (since > block.timestamp) revert TimeTooLate(since, _now());
        if (device.compromisedSince != 0 && device.compromisedSince <= since) {
            revert DeviceAlreadyFlagged(key, device.compromisedSince);
        }
        device.compromisedSince = uint40(since);
        emit DeviceFlaggedCompromised(key, since);
    }

    /// @inheritdoc IDeviceRegistry
    function revoke(bytes32 key) external {
        StoredDevice storage device = _deviceOfCaller(key);
        if (device.status == DeviceStatus.Revoked) revert DeviceNotOpen(key, device.status);
        device.status = DeviceStatus.Revoked;
        device.revokedFrom = uint40(block.timestamp);
        emit DeviceRevoked(key);
    }

    /// @inheritdoc IDeviceRegistry
    function wasValid(bytes32 key, uint48 time) external view returns (bool valid, bytes16 member) {
        StoredDevice storage device = _devices[key];
        member = device.member;
        valid = member != 0 && device.validFrom <= time && (device.validUntil == 0 || time < device.validUntil)
            && (device.revokedFrom == 0 || time < device.revokedFrom);
    }

    /// @inheritdoc IDeviceRegistry
    function deviceOf(bytes32 key) external view returns (Device memory) {
        StoredDevice storage device = _devices[key];
        return Device(
            device.member,
            device.status,
            device.validFrom,
            device.validUntil,
            device.revokedFrom,
            device.asset,
            device.boot,
            device.closedBoot,
            device.closedSequence,
            device.closedAt,
            device.compromisedSince
        );
    }

    function _register(bytes16 member, bytes32 key, bytes32 asset, uint48 validFrom, uint48 validUntil) private {
        if (key == 0 || asset == 0) revert IdentifierMissing();
        StoredDevice storage device = _devices[key];
        if (device.status != DeviceStatus.None) revert DeviceAlreadyRegistered(key, device.member);
        if (validFrom == 0) validFrom = _now();
        if (validFrom < block.timestamp) revert TimeTooEarly(validFrom, _now());
        if (validFrom > type(uint40).max) revert TimeTooLate(validFrom, type(uint40).max);
        if (validUntil > type(uint40).max) revert TimeTooLate(validUntil, type(uint40).max);
        _requirePeriod(validFrom, validUntil);
        device.member = member;
        device.status = DeviceStatus.Registered;
        device.validFrom = uint40(validFrom);
        device.validUntil = uint40(validUntil);
        device.asset = asset;
        emit DeviceRegistered(key, member, asset, validFrom, validUntil);
    }

    function _close(StoredDevice storage device, bytes32 key, uint32 boot, uint64 sequence) private {
        // The counter that counts last may lie in an earlier boot, but not in one that never was.
        if (boot > device.boot) revert DeviceBootNotNext(key, device.boot, boot);
        device.status = DeviceStatus.Closed;
        device.closedBoot = boot;
        device.closedSequence = sequence;
        device.closedAt = uint40(block.timestamp);
        emit DeviceClosed(key, boot, sequence);
    }

    function _deviceOfCaller(bytes32 key) private view returns (StoredDevice storage device) {
        bytes16 member = _authorize(AccountPurpose.Operations);
        device = _devices[key];
        if (device.status == DeviceStatus.None) revert UnknownDevice(key);
        if (device.member != member) revert NotPermitted(device.member, member);
    }

    function _openDevice(bytes32 key) private view returns (StoredDevice storage device) {
        device = _deviceOfCaller(key);
        if (device.status != DeviceStatus.Registered) revert DeviceNotOpen(key, device.status);
    }
}
