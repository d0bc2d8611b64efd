// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {ConsortiumGovernor} from "contracts/access/ConsortiumGovernor.sol";
import {
    Account,
    AccountAdmission,
    AccountPurpose,
    Admission,
    EncryptionKey,
    Member,
    MemberKind,
    MemberStatus,
    Seat
} from "contracts/access/IMemberRegistry.sol";
import {MemberRegistry} from "contracts/access/MemberRegistry.sol";
import {ICustomsCompliance} from "contracts/customs/ICustomsCompliance.sol";
import {CodeList, DocumentType, Publication, RecordRegistry} from "contracts/records/RecordRegistry.sol";
import {DirectoryEntry, IConsortiumRoot, Installation, ValidatorSet} from "contracts/root/IConsortiumRoot.sol";
import {Handler} from "./Handler.sol";
import {World} from "./World.sol";

/// @title Votes and what they decide: members, validators, the Directory, the pause; and what members do with accounts
/// @notice A decree is what a vote decides. It is carried out by a vote, or by the governor as if one had passed.
contract ConsortiumHandler is Handler {
    enum Kind {
        AddValidator,
        RemoveValidator,
        Suspend,
        Reinstate,
        Remove,
        ChangeSeat,
        Admit,
        ReplaceRecovery,
        LiftPause,
        RenewPause,
        SetEntry,
        SetTimeLock
    }

    struct Decree {
        Kind kind;
        bytes16 member;
        address location; // validator, recovery account or contract
        Seat seat;
        uint256 key;
        bytes32 name;
        bytes32 codeHash;
        uint32 seconds_;
    }

    struct Moment {
        uint48 time;
        MemberStatus status;
        Seat seat;
    }

    struct Vote {
        uint256 id;
        bytes32 description;
        Decree[] decrees;
        bytes16 accused;
        uint48 snapshot;
        uint48 deadline;
        uint48 queuedAt;
        bool executed;
        uint256[3] tally;
    }

    struct Sample {
        address account;
        uint48 time;
        bool valid;
        bytes16 member;
        MemberStatus status;
        uint256 accounting;
    }

    struct Line {
        bytes32 name;
        address location;
    }

    IConsortiumRoot private immutable ROOT;
    MemberRegistry private immutable REGISTRY;
    ConsortiumGovernor private immutable GOVERNOR;
    /// @dev With other handlers in the campaign: nobody of the cast leaves, nothing is replaced.
    bool private immutable GENTLE;
    address private constant DEPLOYER = address(0xD3);

    bytes16[] private _members;
    address[][] private _sets;
    mapping(address validator => bytes16) private _memberOf;
    uint256 private _setChangedAt;
    mapping(bytes16 member => Moment[]) private _history;
    mapping(bytes16 member => address) private _recovery;
    mapping(bytes16 member => address[]) private _governance;
    mapping(bytes16 member => bytes32[]) private _keysOf;
    address[] private _accounts;
    Vote[] private _votes;
    mapping(uint256 vote => mapping(bytes16 member => bool)) private _voted;
    Sample[] private _samples;
    Line[] private _lines;
    uint32 private _timeLock;
    bool private _pauseUsed;
    bytes16 private _pauseAskedBy;
    uint48 private _pauseAskedAt;
    address private _pauseAskedFrom;
    uint256 private _ids;

    constructor(World world, bool gentle) Handler(world) {
        GENTLE = gentle;
        ROOT = world.consortiumRoot();
        REGISTRY = MemberRegistry(world.at("MemberRegistry"));
        GOVERNOR = ConsortiumGovernor(payable(world.at("ConsortiumGovernor")));
        _timeLock = GOVERNOR.timeLock();
        _sets.push(ROOT.getValidators());
        bytes16[] memory members = world.memberIds();
        _members = members;
        for (uint256 i = 0; i < _sets[0].length; ++i) {
            _memberOf[_sets[0][i]] = members[i];
        }
        for (uint256 i = 0; i < members.length; ++i) {
            World.Standing memory standing = world.standingOf(members[i]);
            _history[members[i]].push(Moment(_now() - 1, standing.status, standing.seat));
            if (standing.seat == Seat.Mirrored) continue;
            _recovery[members[i]] = recovery(members[i]);
            _governance[members[i]].push(governance(members[i]));
            for (uint256 k = 1; k <= 4; ++k) {
                _accounts.push(accountOf(members[i], AccountPurpose(k)));
            }
        }
        _lines.push(Line("RecordRegistry", world.at("RecordRegistry")));
        _lines.push(Line("DeviceRegistry", world.at("DeviceRegistry")));
    }

    function name() external pure override returns (string memory) {
        return "ConsortiumHandler";
    }

    // --------------------------------------------------------------------------------------------------- votes

    function wait(uint256 draw) external drawn(draw) {
        _wait();
    }

    /// @notice Waits until something can be done for the newest vote.
    function waitForVote(uint256 draw) external drawn(draw) {
        if (_votes.length == 0) return _count(false);
        Vote storage vote = _votes[_votes.length - 1];
        _waitUntil(
            _now() <= vote.snapshot
                ? vote.snapshot + 1
                : _now() <= vote.deadline ? vote.deadline + 1 : uint256(vote.queuedAt) + _timeLock
        );
        _count(true);
    }

    /// @notice A vote passed that nobody had to count.
    function decree(uint256 draw) external drawn(draw) {
        Decree memory decided = _decree();
        (address target, bytes memory call) = _callOf(decided);
        if (_attemptByVote(target, call)) _apply(decided);
    }

    function propose(uint256 draw) external drawn(draw) {
        // One after the other, mostly: votes take ten days.
        if (_votes.length != 0 && _votes[_votes.length - 1].tally[1] > 2 && !_seldom(4)) return _count(false);
        Decree[] memory decrees = new Decree[](_seldom(4) ? 2 : 1);
        address[] memory targets = new address[](decrees.length);
        bytes[] memory calls = new bytes[](decrees.length);
        bytes16 accused;
        bool mixed;
        for (uint256 i = 0; i < decrees.length; ++i) {
            decrees[i] = _decree();
            (targets[i], calls[i]) = _callOf(decrees[i]);
            bytes16 named = _accusedBy(decrees[i]);
            mixed = mixed || (i != 0 && named != accused);
            if (named != 0) accused = named;
        }
        string memory description = string(abi.encodePacked(bytes32(++_ids)));
        bytes memory call = abi.encodeCall(GOVERNOR.propose, (targets, new uint256[](targets.length), calls, description));
        bytes16 proposer = _mostlyAccounting();
        (bool done, bytes memory answer) = _attemptFor(proposer, AccountPurpose.Governance, address(GOVERNOR), call);
        if (!done) return;
        _require(!mixed, "8: a proposal accuses more than one member, or one among other things");
        _require(_isAccountingAt(proposer, _now() - 1), "9: a proposal by a member without a vote");
        Vote storage vote = _votes.push();
        (vote.id, vote.description, vote.accused) = (abi.decode(answer, (uint256)), keccak256(bytes(description)), accused);
        vote.snapshot = _now() + uint48(GOVERNOR.votingDelay());
        vote.deadline = vote.snapshot + uint48(GOVERNOR.votingPeriod());
        for (uint256 i = 0; i < decrees.length; ++i) {
            vote.decrees.push(decrees[i]);
        }
    }

    function castVotes(uint256 draw) external drawn(draw) {
        if (_votes.length == 0) return _count(false);
        uint256 number = _votes.length - 1 - (_seldom(8) ? _pick(_votes.length) : 0);
        if (!_seldom(4)) _waitUntil(_votes[number].snapshot + 1);
        for (uint256 i = 0; i < _members.length; ++i) {
            // Of those without a vote some try.
            if (!_isAccountingAt(_members[i], _now()) && !_seldom(12)) continue;
            _castVote(number, _members[i], uint8(_seldom(8) ? _pick(4) : 1));
        }
    }

    function queue(uint256 draw) external drawn(draw) {
        if (_votes.length == 0) return _count(false);
        Vote storage vote = _votes[_votes.length - 1];
        if (vote.tally[1] > 1 && !_seldom(4)) _waitUntil(vote.deadline + 1);
        (address[] memory targets, bytes[] memory calls) = _callsOf(vote);
        bytes memory call =
            abi.encodeCall(GOVERNOR.queue, (targets, new uint256[](targets.length), calls, vote.description));
        (bool done,) = _call(DEPLOYER, address(GOVERNOR), call);
        if (!done) return;
        _require(_now() > vote.deadline && vote.queuedAt == 0, "9: a vote ended early, or twice");
        _require(vote.tally[1] >= _needed(vote), "6: a vote passed without two thirds of the members");
        vote.queuedAt = _now();
    }

    function execute(uint256 draw) external drawn(draw) {
        if (_votes.length == 0) return _count(false);
        Vote storage vote = _votes[_votes.length - 1];
        if (vote.queuedAt != 0 && !_seldom(4)) _waitUntil(uint256(vote.queuedAt) + _timeLock);
        (address[] memory targets, bytes[] memory calls) = _callsOf(vote);
        bytes memory call =
            abi.encodeCall(GOVERNOR.execute, (targets, new uint256[](targets.length), calls, vote.description));
        (bool done,) = _call(DEPLOYER, address(GOVERNOR), call);
        if (!done) return;
        _require(
            vote.queuedAt != 0 && !vote.executed && _now() > vote.deadline,
            "9: a vote was carried out that had not passed, or twice"
        );
        _require(GOVERNOR.proposalEta(vote.id) <= _now(), "9: a vote was carried out within its time lock");
        _require(_now() < GOVERNOR.proposalEta(vote.id) + 14 days, "9: a vote was carried out that had expired");
        vote.executed = true;
        for (uint256 i = 0; i < vote.decrees.length; ++i) {
            _require(_accusedBy(vote.decrees[i]) == vote.accused, "8: a vote was turned against another member");
        }
        for (uint256 i = 0; i < vote.decrees.length; ++i) {
            _apply(vote.decrees[i]);
        }
    }

    /// @notice Anybody tries what only a vote may do. Refused is right.
    function usurp(uint256 draw) external drawn(draw) {
        (address target, bytes memory call) = _callOf(_decree());
        uint256 kind = _pick(10);
        if (kind == 0) (target, call) = (address(GOVERNOR), abi.encodeCall(GOVERNOR.setVotingDelay, (1)));
        if (kind == 1) (target, call) = (address(GOVERNOR), abi.encodeCall(GOVERNOR.relay, (address(ROOT), 0, "")));
        if (kind == 2) {
            Admission[] memory none;
            (target, call) = (address(REGISTRY), abi.encodeCall(REGISTRY.admitFirst, (none)));
        }
        if (kind == 3) {
            target = address(GOVERNOR.accessManager());
            call = abi.encodeCall(IAccessManager.grantRole, (0, DEPLOYER, 0));
        }
        if (kind == 4) {
            target = address(GOVERNOR.accessManager());
            call = abi.encodeCall(IAccessManager.updateAuthority, (address(REGISTRY), DEPLOYER));
        }
        if (kind == 5) {
            target = WORLD.at("CustomsCompliance");
            call = abi.encodeCall(ICustomsCompliance.assignJurisdiction, ("DE", CUSTOMS_HOME));
        }
        if (kind == 6) {
            Installation memory installation;
            (target, call) = (address(ROOT), abi.encodeCall(ROOT.install, (installation, new bytes[](4))));
        }
        address caller = _seldom(4) ? DEPLOYER : _seldom(4) ? vm.addr(founderKey(_pick(4))) : _accounts[_pick(_accounts.length)];
        (bool done,) = _callUncounted(caller, target, call);
        _require(!done, "4: an account did by itself what only a vote may do");
        _count(true);
    }

    // ------------------------------------------------------------------------------------------------ accounts

    function addAccount(uint256 draw) external drawn(draw) {
        bytes16 member = _present();
        uint256 key = _seldom(8) ? keyOf(_anyMember(), AccountPurpose.Operations) : _newKey();
        AccountPurpose purpose = AccountPurpose(_seldom(12) ? 0 : 1 + _pick(4));
        uint48 from = _seldom(3) ? _now() + uint48(_pick(3 days)) : _seldom(12) ? _now() - 1 : 0;
        uint48 until = _seldom(3) ? _now() + uint48(1 + _pick(60 days)) : 0;
        bytes memory call = abi.encodeCall(REGISTRY.addAccount, (vm.addr(key), purpose, from, until));
        if (_byGovernance(member, call)) _added(member, purpose, key, from, until);
    }

    function rotateAccount(uint256 draw) external drawn(draw) {
        bytes16 member = _present();
        AccountPurpose purpose = AccountPurpose(1 + _pick(4));
        address account = WORLD.accountFor(_mostly(member), purpose, _pick(256));
        uint256 key = _seldom(8) ? keyOf(_anyMember(), AccountPurpose.Operations) : _newKey();
        uint48 until = _seldom(3) ? _now() + uint48(1 + _pick(60 days)) : 0;
        bytes memory call = abi.encodeCall(REGISTRY.rotateAccount, (account, vm.addr(key), until));
        bool valid = WORLD.wasValid(account, _now());
        if (!_byGovernance(member, call)) return;
        _require(
            valid && WORLD.accountKnown(account).member == member, "12: another's or an ended account was replaced"
        );
        WORLD.endAccount(account, _now());
        if (purpose == AccountPurpose.Governance) _drop(member, account);
        _added(member, purpose, key, 0, until);
    }

    function revokeAccount(uint256 draw) external drawn(draw) {
        bytes16 member = _present();
        if (GENTLE && !_seldom(4)) return _count(false);
        AccountPurpose purpose = AccountPurpose(1 + _pick(4));
        address account = WORLD.accountFor(_mostly(member), purpose, _pick(256));
        uint48 from = _seldom(8) ? _now() + 1 : _now() - uint48(_pick(30 days));
        if (!_byGovernance(member, abi.encodeCall(REGISTRY.revokeAccount, (account, from)))) return;
        _require(WORLD.accountKnown(account).member == member, "12: an account was revoked by another member");
        _revoked(account, from);
        if (purpose == AccountPurpose.Governance) _drop(member, account);
    }

    function recover(uint256 draw) external drawn(draw) {
        bytes16 member = _present();
        address caller = _seldom(4) ? _accounts[_pick(_accounts.length)] : _recovery[member];
        uint256 key = _newKey();
        uint48 from = _seldom(8) ? _now() + 1 : _now() - uint48(_pick(30 days));
        bytes memory call = abi.encodeCall(REGISTRY.recover, (member, vm.addr(key), from));
        (bool done,) = _call(caller, address(REGISTRY), call);
        if (!done) return;
        _require(
            caller == _recovery[member] && WORLD.standingOf(member).status != MemberStatus.Left,
            "13: a member was recovered by another than its recovery account"
        );
        address[] storage lost = _governance[member];
        for (; lost.length != 0; lost.pop()) {
            _revoked(lost[lost.length - 1], from);
        }
        _added(member, AccountPurpose.Governance, key, 0, 0);
    }

    function changeRecovery(uint256 draw) external drawn(draw) {
        bytes16 member = _present();
        address caller = _seldom(4) ? _accounts[_pick(_accounts.length)] : _recovery[member];
        address next = vm.addr(_newKey());
        (bool done,) = _call(caller, address(REGISTRY), abi.encodeCall(REGISTRY.changeRecovery, (member, next)));
        if (!done) return;
        _require(caller == _recovery[member], "13: a recovery account was changed by another");
        _recovery[member] = next;
    }

    function setEncryptionKey(uint256 draw) external drawn(draw) {
        bytes16 member = _present();
        bytes memory key = abi.encode(_newKey());
        uint16 kem = uint16(_seldom(8) ? 0 : 32);
        if (!_byGovernance(member, abi.encodeCall(REGISTRY.setEncryptionKey, (kem, key)))) return;
        _keysOf[member].push(keccak256(abi.encode(EncryptionKey(kem, _now(), keccak256(key)))));
    }

    function leaveConsortium(uint256 draw) external drawn(draw) {
        bytes16 member = _anyId();
        if (_isCast(member) && (GENTLE || !_seldom(4))) return _count(false);
        if (!_byGovernance(member, abi.encodeCall(REGISTRY.leaveConsortium, ()))) return;
        _require(_validatorsOf(member) == 0, "17: a member left that has validators");
        _stand(member, MemberStatus.Left, WORLD.standingOf(member).seat);
    }

    function pause(uint256 draw) external drawn(draw) {
        if (GENTLE && !_seldom(4)) return _count(false);
        bytes16 member = _seldom(4) ? _present() : _mostlyAccounting();
        (bool done,) =
            _attemptFor(member, AccountPurpose.Guardian, address(REGISTRY), abi.encodeCall(REGISTRY.pause, (1)));
        if (!done) return;
        _require(WORLD.standingOf(member).seat == Seat.Accounting, "18: a guardian without an accounting seat paused");
        _require(!_pauseUsed, "18: guardians paused twice without a vote between");
        bool asked = _pauseAskedBy != 0 && _now() < _pauseAskedAt + 24 hours && _isAccountingAt(_pauseAskedBy, _now())
            && WORLD.wasValid(_pauseAskedFrom, _pauseAskedAt);
        if (!asked) {
            (_pauseAskedBy, _pauseAskedAt, _pauseAskedFrom) = (member, _now(), _lastAccount);
            return;
        }
        _require(_pauseAskedBy != member, "18: one member's guardians paused alone");
        (_pauseUsed, _pauseAskedBy, _pauseAskedAt) = (true, 0, 0);
        WORLD.setPause(_now() + 72 hours);
    }

    /// @notice Somebody publishes in a RecordRegistry that is, or once was, the Directory's.
    function useDirectory(uint256 draw) external drawn(draw) {
        address location = WORLD.at("RecordRegistry");
        uint256 other = _pick(2 * _lines.length);
        if (other < _lines.length && _lines[other].name == "RecordRegistry") location = _lines[other].location;
        bytes32 root_ = keccak256("root");
        DocumentType memory kind = DocumentType(CodeList.UNTDID1001, 380, 0);
        Publication memory publication =
            Publication(keccak256(abi.encode("paper", ++_ids)), kind, 0, root_, root_, 0x55, 0, 0, 0);
        if (!_attempt(_anyMember(), location, abi.encodeCall(RecordRegistry.publish, (publication)))) return;
        _require(location == WORLD.at("RecordRegistry"), "11: a contract that was replaced took a write");
    }

    /// @notice Remembers what is known of a time that has gone by.
    function sample(uint256 draw) external drawn(draw) {
        if (_samples.length >= 24) return _count(true);
        (address account, bytes16 member) = (_accounts[_pick(_accounts.length)], _anyId());
        uint48 time = _now() - uint48(1 + _pick(2 days));
        Sample memory taken = Sample(
            account,
            time,
            WORLD.wasValid(account, time),
            member,
            REGISTRY.statusAt(member, time),
            REGISTRY.accountingMembersAt(time)
        );
        _samples.push(taken);
        _count(true);
    }

    // ---------------------------------------------------------------------------------------------- invariants

    /// @notice 14, 15, 16, 17: validator sets.
    function holds_validatorSets() external view {
        address[] memory validators = ROOT.getValidators();
        uint32 number = ROOT.currentValidatorSet();
        _require(number == _sets.length - 1, "15: a validator set was left out, or came by itself");
        _require(validators.length >= 4 && validators.length <= 100, "14: fewer than four validators");
        for (uint256 i = 0; i < validators.length; ++i) {
            bytes16 member = ROOT.memberOfValidator(validators[i]);
            _require(i == 0 || validators[i] > validators[i - 1], "14: validators are not in order, each once");
            _require(member == _memberOf[validators[i]], "16: a validator changed its member");
            World.Standing memory standing = WORLD.standingOf(member);
            _require(
                standing.seat == Seat.Accounting && standing.status != MemberStatus.Left,
                "17: a validator of a member without an accounting seat"
            );
            _require(_validatorsOf(member) <= 2, "16: more than two validators of a member");
        }
        for (uint256 i = number > 3 ? number - 3 : 0; i <= number; ++i) {
            ValidatorSet memory set = ROOT.validatorSet(uint32(i));
            _require(
                keccak256(abi.encode(set.validators)) == keccak256(abi.encode(_sets[i])), "15: a validator set changed"
            );
            _require(set.digest == keccak256(abi.encode(uint32(i), _sets[i])), "15: a set's digest is not its own");
            _require(
                i < 2 || set.sinceBlock > ROOT.validatorSet(uint32(i) - 1).sinceBlock, "15: two sets in one block"
            );
        }
    }

    /// @notice 11: the Directory has the newest contract of each name, and none twice.
    function holds_directory() external view {
        _require(ROOT.directorySize() == 10, "10: a name of the Directory vanished or came by itself");
        for (uint256 i = 0; i < _lines.length; ++i) {
            DirectoryEntry memory entry = ROOT.entryOf(_lines[i].name);
            _require(entry.location == WORLD.at(_lines[i].name), "10: the Directory has another contract than was voted");
            _require(entry.codeHash == entry.location.codehash, "10: an entry's code hash is not its code's");
            for (uint256 k = 0; k < i; ++k) {
                _require(_lines[k].location != _lines[i].location, "10: a location came back");
            }
        }
    }

    /// @notice 7, 12, 13: members, their standing and the count of votes.
    function holds_members() external view {
        bytes16[] memory members = _members;
        bytes16[] memory stored = REGISTRY.members(0, type(uint256).max);
        _require(keccak256(abi.encode(members)) == keccak256(abi.encode(stored)), "7: a member vanished or came by itself");
        uint256 accounting;
        for (uint256 i = 0; i < members.length; ++i) {
            World.Standing memory standing = WORLD.standingOf(members[i]);
            Member memory member = REGISTRY.memberOf(members[i]);
            _require(member.status == standing.status, "7: a member's status changed by itself");
            _require(member.seat == standing.seat, "7: a member's seat changed by itself");
            _require(member.recovery == _recovery[members[i]], "13: a recovery account changed");
            if (standing.status == MemberStatus.Active && standing.seat == Seat.Accounting) ++accounting;
        }
        _require(REGISTRY.accountingMembersAt(_now()) == accounting, "7: votes are not counted as members are");
        _require(accounting >= 2, "7: one member rules alone");
    }

    /// @notice 12, 13: an account is one member's for one purpose, for ever; Governance accounts are all known.
    function holds_accounts() external view {
        // Some, at other times others: all would take too long.
        for (uint256 i = 0; i < 12; ++i) {
            address account = _accounts[(block.timestamp + i) % _accounts.length];
            World.Known memory known = WORLD.accountKnown(account);
            Account memory stored = REGISTRY.accountOf(account);
            _require(
                stored.member == known.member && stored.purpose == known.purpose,
                "12: an account changed its member or purpose"
            );
            _require(
                stored.validUntil == known.validUntil && stored.revokedFrom == known.revokedFrom,
                "12: an account's times changed by themselves"
            );
        }
        for (uint256 i = 0; i < 6; ++i) {
            bytes16 member = _members[(block.timestamp + i) % _members.length];
            address[] memory stored = REGISTRY.governanceAccountsOf(member);
            _require(
                stored.length <= 8 && stored.length == _governance[member].length,
                "13: a Governance account escapes its recovery"
            );
            for (uint256 k = 0; k < stored.length; ++k) {
                _require(_has(_governance[member], stored[k]), "13: a Governance account escapes its recovery");
            }
            uint32 version = REGISTRY.encryptionKeyVersion(member);
            _require(version == _keysOf[member].length, "13: a version of an encryption key was left out");
            for (uint32 k = 1; k <= version; ++k) {
                _require(
                    keccak256(abi.encode(REGISTRY.encryptionKey(member, k))) == _keysOf[member][k - 1],
                    "13: a version of an encryption key changed"
                );
            }
        }
    }

    /// @notice 5: what was so at a time gone by stays so, but for a revocation from before it.
    function holds_thePastStays() external view {
        for (uint256 i = 0; i < 3 && i < _samples.length; ++i) {
            Sample storage taken = _samples[(block.timestamp + i) % _samples.length];
            World.Known memory known = WORLD.accountKnown(taken.account);
            (bool valid,) = REGISTRY.wasValid(taken.account, known.purpose, taken.time);
            bool revoked = known.revokedFrom != 0 && known.revokedFrom <= taken.time;
            _require(valid == (taken.valid && !revoked), "5: an account's validity changed for a time gone by");
            _require(
                REGISTRY.statusAt(taken.member, taken.time) == taken.status
                    && taken.status == _momentOf(taken.member, taken.time).status,
                "5: a member's standing changed for a time gone by"
            );
            _require(
                REGISTRY.accountingMembersAt(taken.time) == taken.accounting
                    && taken.accounting == _accountingAt(taken.time, 0),
                "5: the number of votes changed for a time gone by"
            );
        }
    }

    /// @notice 6, 9: votes are what members cast, each once.
    function holds_votes() external view {
        for (uint256 i = _votes.length > 2 ? _votes.length - 2 : 0; i < _votes.length; ++i) {
            Vote storage vote = _votes[i];
            (uint256 against, uint256 for_, uint256 abstain) = GOVERNOR.proposalVotes(vote.id);
            _require(
                against == vote.tally[0] && for_ == vote.tally[1] && abstain == vote.tally[2],
                "9: votes are counted that nobody cast"
            );
            _require(
                against + for_ + abstain <= _accountingAt(vote.snapshot, vote.accused),
                "6: more votes than members at the snapshot"
            );
            _require(GOVERNOR.accusedBy(vote.id) == vote.accused, "8: another is accused than who is voted on");
        }
    }

    /// @notice 18: the pause is what guardians and votes made of it.
    function holds_pause() external view {
        _require(REGISTRY.pauseState().pausedUntil == WORLD.pausedUntil(), "18: a pause began or ended by itself");
        _require(REGISTRY.pauseState().usedByGuardians == _pauseUsed, "18: guardians got their pause back without a vote");
    }

    // ------------------------------------------------------------------------------------------------ decrees

    function _decree() private returns (Decree memory decided) {
        uint256 kind = _pick(GENTLE ? 10 : 12);
        decided.kind = Kind(kind);
        decided.member = _anyId();
        if (decided.kind == Kind.AddValidator) {
            decided.member = _mostlyAccounting();
            decided.location = address(uint160(0x1000 * (1 + _pick(12))));
        } else if (decided.kind == Kind.RemoveValidator) {
            address[] storage set = _sets[_sets.length - 1];
            decided.location = _seldom(8) ? address(uint160(0x1000 * (1 + _pick(12)))) : set[_pick(set.length)];
        } else if (decided.kind == Kind.Suspend) {
            if (!_seldom(2)) decided.member = _mostlyAccounting();
        } else if (decided.kind == Kind.Reinstate) {
            decided.member = _suspended(decided.member);
        } else if (decided.kind == Kind.Remove) {
            if ((GENTLE || !_seldom(3)) && _isCast(decided.member)) decided.member = "nobody";
        } else if (decided.kind == Kind.ChangeSeat) {
            decided.seat = Seat(_pick(4));
            if (GENTLE && _isCast(decided.member)) decided.member = "nobody";
        } else if (decided.kind == Kind.Admit) {
            if (!_seldom(8)) decided.member = bytes16(keccak256(abi.encode("newcomer", ++_ids)));
            decided.seat = _seldom(3) ? Seat.Query : Seat.Accounting;
            decided.key = _newKey();
            decided.location = vm.addr(_newKey());
        } else if (decided.kind == Kind.ReplaceRecovery) {
            decided.location = vm.addr(_newKey());
        } else if (decided.kind == Kind.SetEntry) {
            decided.name = _seldom(2) ? bytes32("RecordRegistry") : bytes32("DeviceRegistry");
            decided.location =
                _seldom(4) ? _lines[_pick(_lines.length)].location : WORLD.deploySuccessor(decided.name == "RecordRegistry");
            decided.codeHash = _seldom(8) ? bytes32("another") : decided.location.codehash;
        } else if (decided.kind == Kind.SetTimeLock) {
            decided.seconds_ = uint32(1 days + _pick(3) * 1 days);
        }
    }

    function _callOf(Decree memory decided) private view returns (address target, bytes memory call) {
        target = address(REGISTRY);
        if (decided.kind == Kind.AddValidator) {
            return (address(ROOT), abi.encodeCall(ROOT.addValidator, (decided.location, decided.member)));
        }
        if (decided.kind == Kind.RemoveValidator) {
            return (address(ROOT), abi.encodeCall(ROOT.removeValidator, (decided.location)));
        }
        if (decided.kind == Kind.Suspend) return (target, abi.encodeCall(REGISTRY.suspend, (decided.member, 1)));
        if (decided.kind == Kind.Reinstate) return (target, abi.encodeCall(REGISTRY.reinstate, (decided.member)));
        if (decided.kind == Kind.Remove) return (target, abi.encodeCall(REGISTRY.remove, (decided.member, 1)));
        if (decided.kind == Kind.ChangeSeat) {
            return (target, abi.encodeCall(REGISTRY.changeSeat, (decided.member, decided.seat)));
        }
        if (decided.kind == Kind.ReplaceRecovery) {
            return (target, abi.encodeCall(REGISTRY.replaceRecovery, (decided.member, decided.location)));
        }
        if (decided.kind == Kind.LiftPause) return (target, abi.encodeCall(REGISTRY.liftPause, ()));
        if (decided.kind == Kind.RenewPause) return (target, abi.encodeCall(REGISTRY.renewPause, ()));
        if (decided.kind == Kind.SetTimeLock) {
            return (address(GOVERNOR), abi.encodeCall(GOVERNOR.setTimeLock, (decided.seconds_)));
        }
        if (decided.kind == Kind.SetEntry) {
            DirectoryEntry memory entry = DirectoryEntry(decided.name, decided.location, 2, decided.codeHash);
            return (address(ROOT), abi.encodeCall(ROOT.setEntry, (entry)));
        }
        AccountAdmission[] memory accounts = new AccountAdmission[](1);
        accounts[0] = AccountAdmission(vm.addr(decided.key), AccountPurpose.Governance, 0, 0);
        Admission memory admission =
            Admission(decided.member, MemberKind.Supplier, decided.seat, decided.location, accounts, 0, "");
        return (target, abi.encodeCall(REGISTRY.admit, (admission)));
    }

    /// @dev What was decided is so; it must have been possible.
    function _apply(Decree memory decided) private {
        bytes16 member = decided.member;
        World.Standing memory standing = WORLD.standingOf(member);
        bool accounting = standing.status == MemberStatus.Active && standing.seat == Seat.Accounting;
        if (decided.kind == Kind.AddValidator) {
            _require(accounting, "17: a validator was added for a member that is not accounting");
            bytes16 owner = _memberOf[decided.location];
            _require(owner == 0 || owner == member, "16: a validator changed its member");
            _memberOf[decided.location] = member;
            _addToSet(decided.location);
        } else if (decided.kind == Kind.RemoveValidator) {
            _removeFromSet(decided.location);
        } else if (decided.kind == Kind.Suspend) {
            _require(standing.status == MemberStatus.Active, "7: a member was suspended that was not active");
            _stand(member, MemberStatus.Suspended, standing.seat);
        } else if (decided.kind == Kind.Reinstate) {
            _require(standing.status == MemberStatus.Suspended, "7: a member was reinstated that was not suspended");
            _stand(member, MemberStatus.Active, standing.seat);
        } else if (decided.kind == Kind.Remove) {
            _require(
                standing.status != MemberStatus.Left && _validatorsOf(member) == 0, "17: a member left that has validators"
            );
            _stand(member, MemberStatus.Left, standing.seat);
        } else if (decided.kind == Kind.ChangeSeat) {
            _require(standing.status != MemberStatus.Left, "7: a member came back");
            _require(
                standing.seat != Seat.Accounting || _validatorsOf(member) == 0, "17: a member lost its seat and has validators"
            );
            _stand(member, standing.status, decided.seat);
        } else if (decided.kind == Kind.Admit) {
            _require(standing.status == MemberStatus.None, "7: a member was admitted twice");
            _members.push(member);
            _stand(member, MemberStatus.Active, decided.seat);
            _recovery[member] = decided.location;
            _added(member, AccountPurpose.Governance, decided.key, 0, 0);
        } else if (decided.kind == Kind.ReplaceRecovery) {
            _require(standing.status != MemberStatus.Left, "7: a member came back");
            _recovery[member] = decided.location;
        } else if (decided.kind == Kind.SetEntry) {
            _enterLine(decided);
        } else if (decided.kind == Kind.SetTimeLock) {
            _timeLock = decided.seconds_;
        } else {
            (_pauseUsed, _pauseAskedBy, _pauseAskedAt) = (false, 0, 0);
            WORLD.setPause(decided.kind == Kind.LiftPause ? 0 : _now() + 72 hours);
        }
    }

    function _enterLine(Decree memory decided) private {
        for (uint256 i = 0; i < _lines.length; ++i) {
            _require(_lines[i].location != decided.location, "10: a location came back");
        }
        _require(decided.codeHash == decided.location.codehash, "10: a contract was entered with another code hash");
        _lines.push(Line(decided.name, decided.location));
        WORLD.setLocation(decided.name, decided.location);
    }

    function _addToSet(address validator) private {
        address[] memory before = _sets[_sets.length - 1];
        address[] storage next = _nextSet();
        bool placed;
        for (uint256 i = 0; i < before.length; ++i) {
            _require(before[i] != validator, "14: a validator was added twice");
            if (!placed && before[i] > validator) {
                next.push(validator);
                placed = true;
            }
            next.push(before[i]);
        }
        if (!placed) next.push(validator);
        _require(_validatorsOf(_memberOf[validator]) <= 2, "16: more than two validators of a member");
    }

    function _removeFromSet(address validator) private {
        address[] memory before = _sets[_sets.length - 1];
        address[] storage next = _nextSet();
        for (uint256 i = 0; i < before.length; ++i) {
            if (before[i] != validator) next.push(before[i]);
        }
        _require(next.length == before.length - 1, "14: a validator was removed that was none");
        _require(next.length >= 4, "14: fewer than four validators");
    }

    function _nextSet() private returns (address[] storage) {
        _require(_setChangedAt != block.number, "15: two sets in one block");
        _setChangedAt = block.number;
        return _sets.push();
    }

    function _accusedBy(Decree memory decided) private view returns (bytes16) {
        if (decided.kind == Kind.Suspend || decided.kind == Kind.Remove) return decided.member;
        if (decided.kind == Kind.ChangeSeat && decided.seat != Seat.Accounting) return decided.member;
        return decided.kind == Kind.RemoveValidator ? _memberOf[decided.location] : bytes16(0);
    }

    // ------------------------------------------------------------------------------------------------- private

    function _waitUntil(uint256 time) private {
        if (time > _now()) _pass(time - _now());
    }

    function _castVote(uint256 number, bytes16 member, uint8 support) private {
        Vote storage vote = _votes[number];
        bytes memory call = abi.encodeCall(GOVERNOR.castVote, (vote.id, support));
        (bool done,) = _attemptFor(member, AccountPurpose.Governance, address(GOVERNOR), call);
        if (!done) return;
        _require(member != vote.accused, "8: the accused voted");
        _require(!_voted[vote.id][member], "9: a member voted twice");
        _require(_isAccountingAt(member, vote.snapshot), "6: a member voted that had no vote at the snapshot");
        _require(_now() > vote.snapshot && _now() <= vote.deadline, "9: a vote was cast too early or too late");
        _voted[vote.id][member] = true;
        ++vote.tally[support];
    }

    function _callsOf(Vote storage vote) private view returns (address[] memory targets, bytes[] memory calls) {
        targets = new address[](vote.decrees.length);
        calls = new bytes[](vote.decrees.length);
        for (uint256 i = 0; i < targets.length; ++i) {
            (targets[i], calls[i]) = _callOf(vote.decrees[i]);
        }
    }

    function _needed(Vote storage vote) private view returns (uint256 needed) {
        needed = 2 * _accountingAt(vote.snapshot, vote.accused) / 3 + 1;
        bool excluded = vote.accused != 0 && _isAccountingAt(vote.accused, vote.snapshot);
        if (excluded && needed < 2) needed = 2;
    }

    function _momentOf(bytes16 member, uint48 time) private view returns (Moment memory moment) {
        Moment[] storage history = _history[member];
        for (uint256 i = history.length; i > 0; --i) {
            if (history[i - 1].time <= time) return history[i - 1];
        }
    }

    function _isAccountingAt(bytes16 member, uint48 time) private view returns (bool) {
        Moment memory moment = _momentOf(member, time);
        return moment.status == MemberStatus.Active && moment.seat == Seat.Accounting;
    }

    /// @dev How many had a vote at a time, without `accused`.
    function _accountingAt(uint48 time, bytes16 accused) private view returns (uint256 count) {
        for (uint256 i = 0; i < _members.length; ++i) {
            if (_members[i] != accused && _isAccountingAt(_members[i], time)) ++count;
        }
    }

    function _validatorsOf(bytes16 member) private view returns (uint256 count) {
        address[] storage set = _sets[_sets.length - 1];
        for (uint256 i = 0; i < set.length; ++i) {
            if (_memberOf[set[i]] == member) ++count;
        }
    }

    function _stand(bytes16 member, MemberStatus status, Seat seat) private {
        WORLD.setStanding(member, status, seat);
        _history[member].push(Moment(_now(), status, seat));
    }

    function _byGovernance(bytes16 member, bytes memory call) private returns (bool done) {
        (done,) = _attemptFor(member, AccountPurpose.Governance, address(REGISTRY), call);
    }

    function _added(bytes16 member, AccountPurpose purpose, uint256 key, uint48 from, uint48 until) private {
        address account = vm.addr(key);
        _require(WORLD.accountKnown(account).member == 0, "12: an account was given twice");
        _require(from == 0 || from >= _now(), "5: an account was valid before anybody could know of it");
        WORLD.addAccount(member, purpose, key, from == 0 ? _now() : from, until);
        _accounts.push(account);
        if (purpose != AccountPurpose.Governance) return;
        _governance[member].push(account);
        _require(_governance[member].length <= 8, "13: more than eight Governance accounts");
    }

    function _revoked(address account, uint48 from) private {
        uint48 before = WORLD.accountKnown(account).revokedFrom;
        _require(from <= _now() && (before == 0 || from < before), "5: a revocation was taken back or moved later");
        WORLD.revokeAccount(account, from);
    }

    function _drop(bytes16 member, address account) private {
        address[] storage list = _governance[member];
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i] != account) continue;
            list[i] = list[list.length - 1];
            list.pop();
            return;
        }
    }

    function _has(address[] storage list, address account) private view returns (bool) {
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i] == account) return true;
        }
        return false;
    }

    function _anyId() private returns (bytes16) {
        return _members[_pick(_members.length)];
    }

    /// @dev Mostly one that is active and has accounts.
    function _present() private returns (bytes16 member) {
        for (uint256 i = 0; i < 4; ++i) {
            member = _anyId();
            World.Standing memory standing = WORLD.standingOf(member);
            if (standing.status == MemberStatus.Active && standing.seat != Seat.Mirrored) return member;
        }
    }

    function _mostlyAccounting() private returns (bytes16 member) {
        uint256 first = _pick(_members.length);
        for (uint256 i = 0; i < _members.length; ++i) {
            member = _members[(first + i) % _members.length];
            if (_isAccountingAt(member, _now())) return member;
        }
    }

    /// @dev One that is suspended, if there is one.
    function _suspended(bytes16 otherwise) private view returns (bytes16) {
        for (uint256 i = 0; i < _members.length; ++i) {
            if (WORLD.standingOf(_members[i]).status == MemberStatus.Suspended) return _members[i];
        }
        return otherwise;
    }

    function _isCast(bytes16 member) private pure returns (bool) {
        Part[] memory all = parts();
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i].member == member) return true;
        }
        return false;
    }

    function _newKey() private returns (uint256) {
        return uint256(keccak256(abi.encode("new account", ++_ids)));
    }
}
