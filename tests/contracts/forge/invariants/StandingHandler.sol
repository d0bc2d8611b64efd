// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, MemberStatus} from "contracts/access/IMemberRegistry.sol";
import {MemberRegistry} from "contracts/access/MemberRegistry.sol";
import {Handler} from "./Handler.sol";
import {World} from "./World.sol";

/// @title Members are suspended and come back, change accounts, and writes are paused, while others do business
/// @notice For campaigns of one contract; ConsortiumHandler does the same and more.
contract StandingHandler is Handler {
    MemberRegistry private immutable REGISTRY;
    uint256 private _ids;

    constructor(World world) Handler(world) {
        REGISTRY = MemberRegistry(world.at("MemberRegistry"));
    }

    function name() external pure override returns (string memory) {
        return "StandingHandler";
    }

    function wait(uint256 draw) external drawn(draw) {
        _wait();
    }

    function suspend(uint256 draw) external drawn(draw) {
        bytes16 member = _seldom(2) ? SURVEYOR : _anyMember();
        if (_suspended() != 0) return _count(false); // one at a time, or nothing would go on
        if (!_attemptByVote(address(REGISTRY), abi.encodeCall(REGISTRY.suspend, (member, 1)))) return;
        WORLD.setStanding(member, MemberStatus.Suspended, WORLD.standingOf(member).seat);
    }

    function reinstate(uint256 draw) external drawn(draw) {
        bytes16 member = _suspended();
        if (!_attemptByVote(address(REGISTRY), abi.encodeCall(REGISTRY.reinstate, (member)))) return;
        WORLD.setStanding(member, MemberStatus.Active, WORLD.standingOf(member).seat);
    }

    function rotateAccount(uint256 draw) external drawn(draw) {
        bytes16 member = _anyMember();
        AccountPurpose purpose = AccountPurpose(1 + _pick(2));
        address account = WORLD.accountFor(member, purpose, 1);
        uint256 key = uint256(keccak256(abi.encode("rotated", ++_ids)));
        bytes memory call = abi.encodeCall(REGISTRY.rotateAccount, (account, vm.addr(key), 0));
        (bool done,) = _attemptFor(member, AccountPurpose.Governance, address(REGISTRY), call);
        if (!done) return;
        WORLD.endAccount(account, _now());
        WORLD.addAccount(member, purpose, key, _now(), 0);
    }

    function pause(uint256 draw) external drawn(draw) {
        if (!_seldom(6)) return _count(false);
        if (!_attemptByVote(address(REGISTRY), abi.encodeCall(REGISTRY.renewPause, ()))) return;
        WORLD.setPause(_now() + 72 hours);
    }

    function unpause(uint256 draw) external drawn(draw) {
        if (_attemptByVote(address(REGISTRY), abi.encodeCall(REGISTRY.liftPause, ()))) WORLD.setPause(0);
    }

    /// @dev One that is suspended, 0 for none.
    function _suspended() private view returns (bytes16) {
        bytes16[] memory members = WORLD.memberIds();
        for (uint256 i = 0; i < members.length; ++i) {
            if (!WORLD.isActive(members[i])) return members[i];
        }
        return 0;
    }
}
