// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose} from "contracts/access/IMemberRegistry.sol";
import {CodeList, DocumentType, Publication, RecordRegistry} from "contracts/records/RecordRegistry.sol";
import {Cast} from "../support/Cast.sol";
import {World} from "./World.sol";

/// @title What all handlers share: moves are drawn, attempted, judged and counted
/// @notice Each external function that isn't a view is one move. It takes one number, from which it draws who acts, on
/// what, and with what; most draws are right, some are wrong on purpose. A move changes what its handler knows only
/// after the contract took it. A broken invariant reverts with its number in contracts/INVARIANTS.md, and forge fails.
abstract contract Handler is Cast {
    error Broken(string invariant);

    struct Count {
        bytes4 move;
        uint32 accepted;
        uint32 refused;
    }

    /// @dev A transaction has no more: a call that needs more, or never ends, is refused without a word.
    uint256 private constant MOST_GAS = 16_700_000;

    World internal immutable WORLD;
    RecordRegistry internal immutable RECORDS;
    bytes32 internal immutable RECORD;

    Count[] private _counts;
    mapping(bytes4 move => uint256) private _placeOf;
    bytes32 private _digest;
    uint256 private transient _random;
    /// @dev The account that made the last attempt.
    address internal transient _lastAccount;

    constructor(World world) {
        WORLD = world;
        RECORDS = RecordRegistry(world.at("RecordRegistry"));
        RECORD = keccak256(abi.encode("a record of", address(this)));
        _publish(MANUFACTURER, RECORD);
    }

    /// @dev Begins a move. All that it draws follows from `draw`, so that forge can leave out moves before it. One move in
    /// four happens in the block of the one before it.
    modifier drawn(uint256 draw) {
        _digest = keccak256(abi.encode(_digest, draw));
        _random = uint256(keccak256(abi.encode(draw)));
        if (_pick(4) != 0) _pass(1 + _pick(600));
        _;
    }

    /// @notice The handler's name: its contract's.
    function name() external pure virtual returns (string memory);

    /// @notice How often each move was taken and refused so far, and what tells this sequence from others.
    function counted() external view returns (Count[] memory counts, bytes32 digest) {
        return (_counts, _digest);
    }

    // ------------------------------------------------------------------------------------------------- drawing

    /// @dev A number below `n`.
    function _pick(uint256 n) internal returns (uint256) {
        _random = uint256(keccak256(abi.encode(_random)));
        return _random % n;
    }

    /// @dev True once in `n` times.
    function _seldom(uint256 n) internal returns (bool) {
        return _pick(n) == 0;
    }

    /// @dev A part of a whole, ppm: often round, at times nothing, everything, or too much.
    function _share() internal returns (uint32) {
        uint256 kind = _pick(16);
        if (kind == 0) return 0;
        if (kind == 1) return 1_000_000;
        if (kind == 2) return 1_000_001;
        return kind < 10 ? uint32(1 + _pick(5)) * 100_000 : uint32(1 + _pick(400_000));
    }

    /// @dev The right member, but for one draw in eight.
    function _mostly(bytes16 member) internal returns (bytes16) {
        return _seldom(8) ? _anyMember() : member;
    }

    function _anyMember() internal returns (bytes16) {
        bytes16[16] memory all = [
            MANUFACTURER, GEAR, DRIVE, CUSTOMS_HOME, CUSTOMS_OVERSEAS, CARRIER, SURVEYOR, BANK_A, BANK_B, BANK_C,
            ORIGIN_BODY, WAREHOUSE, SERVICE_PARTNER, BUYER, INSURER, BROKER
        ];
        return all[_pick(16)];
    }

    /// @dev None, the handler's record, or (seldom) one that isn't there.
    function _recordIfAny() internal returns (bytes32) {
        uint256 kind = _pick(16);
        return kind == 0 ? bytes32("no such record") : kind < 8 ? RECORD : bytes32(0);
    }

    function _now() internal view returns (uint48) {
        return uint48(block.timestamp);
    }

    function _pass(uint256 seconds_) internal {
        vm.warp(block.timestamp + seconds_);
        vm.roll(block.number + 1);
    }

    /// @dev Hours or days, seldom months.
    function _wait() internal {
        uint256 kind = _pick(8);
        if (kind < 4) _pass(1 hours * (1 + _pick(24)));
        else if (kind < 7) _pass(1 days * (1 + _pick(14)));
        else _pass(30 days * (1 + _pick(12)));
        _count(true);
    }

    // ----------------------------------------------------------------------------------------- attempting, judging

    /// @dev Lets an Operations account of `member` call `target`.
    function _attempt(bytes16 member, address target, bytes memory call) internal returns (bool done) {
        (done,) = _attemptFor(member, AccountPurpose.Operations, target, call);
    }

    /// @dev Lets an account of `member` call `target`, which asks for an account for `purpose`. Seldom it is one that
    /// was replaced, or one for something else.
    function _attemptFor(bytes16 member, AccountPurpose purpose, address target, bytes memory call)
        internal
        returns (bool done, bytes memory answer)
    {
        AccountPurpose taken = _seldom(64) ? AccountPurpose(1 + _pick(4)) : purpose;
        address account = WORLD.accountFor(member, taken, _pick(256));
        _lastAccount = account;
        bool may = WORLD.mayAct(account, purpose);
        (done, answer) = _call(account, target, call);
        if (done) _require(may, "1: an account acted that may not: suspended, ended, revoked, paused or of another kind");
    }

    /// @dev Lets somebody who is no member call what anyone may call.
    function _attemptByAnyone(address target, bytes memory call) internal returns (bool done) {
        bool paused = block.timestamp < WORLD.pausedUntil();
        (done,) = _call(address(uint160(0xABCDEF + _pick(8))), target, call);
        if (done) _require(!paused, "2: a write was taken in a pause");
    }

    /// @dev Lets the governor call, as a vote that passed would.
    function _attemptByVote(address target, bytes memory call) internal returns (bool done) {
        (done,) = _call(WORLD.at("ConsortiumGovernor"), target, call);
    }

    function _call(address account, address target, bytes memory call)
        internal
        returns (bool done, bytes memory answer)
    {
        (done, answer) = _callUncounted(account, target, call);
        _count(done);
    }

    function _callUncounted(address account, address target, bytes memory call)
        internal
        returns (bool done, bytes memory answer)
    {
        vm.prank(account);
        (done, answer) = target.call{gas: MOST_GAS}(call);
        if (done) return (done, answer);
        bytes4 reason = bytes4(answer);
        _require(
            answer.length >= 4 && reason != bytes4(keccak256("Panic(uint256)"))
                && reason != bytes4(keccak256("Error(string)")),
            "3: a refusal is no typed error"
        );
    }

    /// @dev A signature for `member`, and whether it counts: by an account for operations that may act now. Seldom by
    /// another member's.
    function _signature(bytes16 member, bytes32 digest) internal returns (bytes memory signature, bool counts) {
        bytes16 signer = _seldom(12) ? _anyMember() : member;
        address account = WORLD.accountFor(signer, AccountPurpose.Operations, _pick(256));
        if (account == address(0)) return (signature, false);
        counts = signer == member && WORLD.mayAct(account, AccountPurpose.Operations);
        signature = signWith(WORLD.accountKnown(account).key, digest);
    }

    function _require(bool holds, string memory invariant) internal pure {
        if (!holds) revert Broken(invariant);
    }

    /// @dev A move that isn't one attempt counts itself.
    function _count(bool accepted) internal {
        uint256 place = _placeOf[msg.sig];
        if (place == 0) {
            _counts.push(Count(msg.sig, 0, 0));
            place = _placeOf[msg.sig] = _counts.length;
        }
        Count storage count = _counts[place - 1];
        if (accepted) ++count.accepted;
        else ++count.refused;
    }

    // ------------------------------------------------------------------------------------------------ set-up

    /// @dev Only where a handler is made: it must be taken.
    function _publish(bytes16 issuer, bytes32 record) internal {
        vm.prank(operations(issuer));
        RECORDS.publish(
            Publication(
                record, DocumentType(CodeList.UNTDID1001, 916, 0), 0, keccak256("root"), "digest", 0x55, 0, 0, 0
            )
        );
    }

    /// @dev Only where a handler is made.
    function _as(bytes16 member) internal {
        vm.prank(operations(member));
    }
}
