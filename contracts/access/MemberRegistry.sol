// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ConsortiumContract} from "../root/ConsortiumContract.sol";
import {IConsortiumRoot} from "../root/IConsortiumRoot.sol";
import {EncryptionKeys} from "./EncryptionKeys.sol";
import {
    AccountAdmission,
    AccountPurpose,
    Admission,
    IMemberRegistry,
    MemberStatus,
    Seat
} from "./IMemberRegistry.sol";
import {WritePause} from "./WritePause.sol";

/// @title Members, their accounts and their encryption keys
/// @notice `restricted` is what only a vote may do: the AccessManager's one administrator is the ConsortiumGovernor.
contract MemberRegistry is AccessManaged, EncryptionKeys, WritePause layout at erc7201("quaychain.MemberRegistry") {
    /// @param root_ The consortium's root
    /// @param accessManager The AccessManager that the ConsortiumGovernor made
    constructor(IConsortiumRoot root_, address accessManager)
        AccessManaged(accessManager)
        ConsortiumContract(root_, "MemberRegistry")
    {}

    /// @inheritdoc IMemberRegistry
    function admitFirst(Admission[] calldata admissions) external {
        _requireCurrent();
        // The root calls this in `install` and nowhere else.
        if (msg.sender != address(root())) revert CallerNotPermitted(address(root()), msg.sender);
        for (uint256 i = 0; i < admissions.length; ++i) {
            _admit(admissions[i]);
        }
    }

    /// @inheritdoc IMemberRegistry
    function admit(Admission calldata admission) external restricted {
        _requireCurrent();
        _admit(admission);
    }

    /// @inheritdoc IMemberRegistry
    function suspend(bytes16 member, uint32 reasonCode) external restricted {
        _requireCurrent();
        StoredMember storage stored = _requireStatus(member, MemberStatus.Active);
        _requireAnotherTwo(member);
        _setStanding(member, MemberStatus.Suspended, stored.seat);
        emit MemberSuspended(member, reasonCode);
    }

    /// @inheritdoc IMemberRegistry
    function reinstate(bytes16 member) external restricted {
        _requireCurrent();
        StoredMember storage stored = _requireStatus(member, MemberStatus.Suspended);
        _setStanding(member, MemberStatus.Active, stored.seat);
        emit MemberReinstated(member);
    }

    /// @inheritdoc IMemberRegistry
    function remove(bytes16 member, uint32 reasonCode) external restricted {
        _requireCurrent();
        _requireAnotherTwo(member);
        _leave(member, reasonCode);
    }

    /// @inheritdoc IMemberRegistry
    function leaveConsortium() external {
        _leave(_authorize(AccountPurpose.Governance), 0);
    }

    /// @inheritdoc IMemberRegistry
    function changeSeat(bytes16 member, Seat seat) external restricted {
        _requireCurrent();
        StoredMember storage stored = _requirePresent(member);
        Seat previous = stored.seat;
        // Where members act by accounts they need a recovery account; a mirrored member gets one by replaceRecovery.
        if (seat == Seat.None || seat == previous || (seat != Seat.Mirrored && stored.recovery == address(0))) {
            revert SeatMismatch(member, seat, previous);
        }
        if (previous == Seat.Accounting) {
            _requireNoValidators(member);
            _requireAnotherTwo(member);
        }
        _setStanding(member, stored.status, seat);
        emit MemberSeatChanged(member, previous, seat);
    }

    /// @inheritdoc IMemberRegistry
    function replaceRecovery(bytes16 member, address recovery) external restricted {
        _requireCurrent();
        _requirePresent(member);
        _setRecovery(member, recovery);
    }

    /// @inheritdoc IMemberRegistry
    function liftPause() external restricted {
        _requireCurrent();
        _liftPause();
    }

    /// @inheritdoc IMemberRegistry
    function renewPause() external restricted {
        _requireCurrent();
        _renewPause();
    }

    function _admit(Admission calldata admission) private {
        bytes16 member = admission.member;
        _createMember(member, admission.kind, admission.seat, admission.recovery);
        if (admission.seat == Seat.Mirrored && admission.accounts.length != 0) revert AdmissionInvalid(member);
        for (uint256 i = 0; i < admission.accounts.length; ++i) {
            AccountAdmission calldata account = admission.accounts[i];
            _createAccount(member, account.account, account.purpose, account.validFrom, account.validUntil);
        }
        if (admission.encryptionKey.length != 0) _setEncryptionKey(member, admission.kem, admission.encryptionKey);
    }

    function _leave(bytes16 member, uint32 reasonCode) private {
        StoredMember storage stored = _requirePresent(member);
        _requireNoValidators(member);
        _setStanding(member, MemberStatus.Left, stored.seat);
        emit MemberLeft(member, reasonCode);
    }

    function _requireStatus(bytes16 member, MemberStatus required)
        private
        view
        returns (StoredMember storage stored)
    {
        stored = _members[member];
        if (stored.status == MemberStatus.None) revert UnknownMember(member);
        if (stored.status != required) revert MemberStatusMismatch(member, required, stored.status);
    }
}
