// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IConsortiumErrors} from "../root/IConsortiumErrors.sol";
import {IPartErrors} from "./IPartErrors.sol";
import {IPartEvents} from "./IPartEvents.sol";
import {PartBatch, Maker, PartRegistration, PartStatus, RecallScope} from "./PartTypes.sol";
import {PartEntry, ProvenanceState} from "./ProvenanceState.sol";
import {RecallScopes} from "./RecallScopes.sol";

/// @title Entering makers and parts
/// @dev A linked library, so that PartProvenance keeps to the code size limit. It is called only by delegatecall, on
/// the caller's state; `member` is the member for whom the caller of PartProvenance acts.
library PartRegister {
    /// @notice See IPartProvenance.enterMaker; that `maker` is no other member's id was checked before.
    function enter(
        ProvenanceState storage state,
        bytes16 member,
        bytes16 maker,
        bytes32 identity,
        bytes32 serialKeyDigest
    ) external {
        if (maker == 0 || identity == 0 || serialKeyDigest == 0) {
            revert IConsortiumErrors.IdentifierMissing();
        }
        if (state.makers[maker].registrar != 0) revert IPartErrors.MakerExists(maker);
        bytes16 other = state.makerByIdentity[identity];
        if (other != 0) revert IPartErrors.MakerIdentityTaken(identity, other);
        state.makerByIdentity[identity] = maker;
        state.makers[maker] = Maker(member, identity, serialKeyDigest, uint48(block.timestamp));
        emit IPartEvents.MakerEntered(maker, member, identity, serialKeyDigest);
    }

    /// @notice See IPartProvenance.appointRegistrar; that `registrar` is an active member was checked before.
    function appoint(ProvenanceState storage state, bytes16 member, bytes16 maker, bytes16 registrar) external {
        requireRegistrar(state, maker, member);
        state.makers[maker].registrar = registrar;
        emit IPartEvents.RegistrarAppointed(maker, registrar, member);
    }

    /// @notice See IPartProvenance.registerPart.
    function register(ProvenanceState storage state, bytes16 member, PartRegistration calldata registration) external {
        requireRegistrar(state, registration.maker, member);
        _enter(state, registration, member, 0);
    }

    /// @notice See IPartProvenance.registerBatch.
    function registerBatch(ProvenanceState storage state, bytes16 member, bytes32 root, bytes16 maker, uint32 count)
        external
    {
        requireRegistrar(state, maker, member);
        if (root == 0) revert IConsortiumErrors.IdentifierMissing();
        if (state.batches[root].registeredAt != 0) revert IPartErrors.BatchExists(root);
        if (count == 0) revert IPartErrors.BatchCountMismatch(root, count);
        state.batches[root] = PartBatch(maker, count, 0, uint48(block.timestamp));
        emit IPartEvents.BatchRegistered(root, maker, count);
    }

    /// @notice See IPartProvenance.materialise.
    function materialise(
        ProvenanceState storage state,
        bytes32 root,
        PartRegistration calldata registration,
        bytes32[] calldata proof
    ) external {
        PartBatch storage batch = state.batches[root];
        if (batch.registeredAt == 0) revert IPartErrors.UnknownBatch(root);
        bytes32 leaf = keccak256(
            bytes.concat(
                keccak256(
                    abi.encode(
                        registration.part,
                        registration.maker,
                        registration.serialCommitment,
                        registration.design,
                        registration.lot,
                        registration.machine
                    )
                )
            )
        );
        if (registration.maker != batch.maker || !MerkleProof.verifyCalldata(proof, root, leaf)) {
            revert IPartErrors.BatchProofMismatch(root, registration.part);
        }
        if (batch.materialised == batch.count) revert IPartErrors.BatchCountMismatch(root, batch.count);
        ++batch.materialised;
        _enter(state, registration, state.makers[batch.maker].registrar, root);
    }

    /// @notice Reverts unless `member` registers the maker's parts.
    function requireRegistrar(ProvenanceState storage state, bytes16 maker, bytes16 member) internal view {
        bytes16 registrar = state.makers[maker].registrar;
        if (registrar == 0) revert IPartErrors.UnknownMaker(maker);
        if (registrar != member) revert IPartErrors.NotTheRegistrar(maker, member);
    }

    function _enter(
        ProvenanceState storage state,
        PartRegistration calldata registration,
        bytes16 registrar,
        bytes32 batch
    ) private {
        bytes32 part = registration.part;
        bytes16 maker = registration.maker;
        bytes32 commitment = registration.serialCommitment;
        if (part == 0 || commitment == 0) revert IConsortiumErrors.IdentifierMissing();
        PartEntry storage entry = state.parts[part];
        if (entry.status != PartStatus.None) revert IPartErrors.PartExists(part);
        bytes32 other = state.partBySerial[maker][commitment];
        if (other != 0) revert IPartErrors.SerialAlreadyRegistered(maker, commitment, other);

        state.partBySerial[maker][commitment] = part;
        entry.status = PartStatus.Made;
        entry.machine = registration.machine;
        entry.registeredAt = uint48(block.timestamp);
        entry.homeChain = uint64(block.chainid);
        entry.maker = maker;
        entry.custodian = registrar;
        entry.owner = registrar;
        entry.serialCommitment = commitment;
        entry.design = registration.design;
        entry.lot = registration.lot;
        entry.batch = batch;
        state.scopes[RecallScopes.keyOf(RecallScope.Maker, maker, 0)].push(part);
        if (registration.design != 0) {
            state.scopes[RecallScopes.keyOf(RecallScope.Design, maker, registration.design)].push(part);
        }
        if (registration.lot != 0) {
            state.scopes[RecallScopes.keyOf(RecallScope.Lot, maker, registration.lot)].push(part);
        }
        emit IPartEvents.PartRegistered(
            part, maker, registrar, commitment, registration.design, registration.lot, registration.machine, batch
        );
    }
}
