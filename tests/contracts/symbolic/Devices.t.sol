// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DeviceRegistry} from "contracts/access/DeviceRegistry.sol";
import {Device, DeviceStatus} from "contracts/access/IDeviceRegistry.sol";
import {Symbolic} from "./Symbolic.sol";

contract DevicesCheck is Symbolic {
    DeviceRegistry private devices;

    function setUp() public {
        devices = new DeviceRegistry(root());
        enter("DeviceRegistry", address(devices));
    }

    /// @notice A key is valid from its beginning to its end and until it was revoked, whatever stands in its slots.
    function check_deviceValidityIsItsPeriod(bytes32 key, uint48 moment) external view {
        (bool valid, bytes16 member) = devices.wasValid(key, moment);
        Device memory device = devices.deviceOf(key);
        assert(both(member == device.member, valid == _isValid(device, moment)));
    }

    /// @notice No call of any function changes whether a key was valid at a time gone by, nor makes a known key valid
    /// where it was not; what a device is stays, and a closed or revoked one never opens again.
    function check_devicePastStands(bytes32 key, uint48 moment, address caller, uint40 time) external {
        at(time);
        Device memory before = devices.deviceOf(key);
        vm.assume(_isConsistent(before, time));
        bytes memory call = svm.createCalldata("DeviceRegistry");
        vm.prank(caller);
        (bool done,) = address(devices).call(call);
        vm.assume(done);
        Device memory stands = devices.deviceOf(key);
        bool past = implies(moment < time, _isValid(stands, moment) == _isValid(before, moment));
        bool known = before.status != DeviceStatus.None;
        assert(both(both(_isConsistent(stands, time), past), implies(known, _follows(before, stands, moment))));
    }

    /// @notice A device is registered for exactly the period asked for, which begins no earlier than now.
    function check_deviceIsRegisteredAsAsked(
        bytes32 key,
        uint48 validFrom,
        uint48 validUntil,
        address caller,
        uint40 time
    ) external {
        at(time);
        bytes32 asset = bytes32(uint256(1));
        vm.prank(caller);
        devices.register(key, asset, validFrom, validUntil);
        Device memory device = devices.deviceOf(key);
        bool begins = both(device.validFrom >= time, either(validFrom == 0, device.validFrom == validFrom));
        bool ends = both(device.validUntil == validUntil, either(validUntil == 0, validUntil > device.validFrom));
        bool same = both(device.member == memberOf(caller), device.asset == asset);
        assert(both(both(begins, ends), both(same, device.status == DeviceStatus.Registered)));
    }

    function _isValid(Device memory device, uint48 moment) private pure returns (bool) {
        bool begun = both(device.member != 0, device.validFrom <= moment);
        bool ended = both(device.validUntil != 0, moment >= device.validUntil);
        bool revoked = both(device.revokedFrom != 0, moment >= device.revokedFrom);
        return both(begun, !either(ended, revoked));
    }

    function _follows(Device memory before, Device memory stands, uint48 moment) private pure returns (bool) {
        bool same = both(stands.member == before.member, stands.asset == before.asset);
        bool forward = both(stands.status >= before.status, stands.boot >= before.boot);
        bool flagged = both(stands.compromisedSince != 0, stands.compromisedSince <= before.compromisedSince);
        bool shrinks = implies(_isValid(stands, moment), _isValid(before, moment));
        return both(both(same, forward), both(shrinks, either(before.compromisedSince == 0, flagged)));
    }

    function _isConsistent(Device memory device, uint40 time) private pure returns (bool) {
        bool revoked = device.status == DeviceStatus.Revoked;
        bool empty = both(device.member == 0, device.compromisedSince == 0);
        bool dated = both(revoked == (device.revokedFrom != 0), device.revokedFrom <= time);
        return both(dated, either(device.status != DeviceStatus.None, empty));
    }
}
