// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Evidence} from "../orders/OrderTypes.sol";
import {
    AssemblyEdge,
    CoreReturn,
    PartBatch,
    HandOverOffer,
    HandOverPurpose,
    Inspection,
    InspectionResult,
    Maker,
    Part,
    PartRegistration,
    PartStatus,
    Recall,
    RecallMark,
    RecallScope,
    TitleOffer,
    WorkOrder
} from "./PartTypes.sol";
import {IPartErrors} from "./IPartErrors.sol";
import {IPartEvents} from "./IPartEvents.sol";

/// @title Provenance of machines and their parts
/// @notice One entry a serial number; the assembly tree as built and as maintained; custody by both sides' signatures;
/// inspections, work orders and replacements, recalls that reach every machine. It says "registered, custody
/// consistent" and never "genuine": who registered a part is known, the thing itself is not on the ledger.
interface IPartProvenance is IPartErrors, IPartEvents {
    // -------------------------------------------------------------------------------------------- makers, registration

    /// @notice Enters a maker. Caller: any member, which becomes the registrar.
    /// @param maker the caller's own member id, or a random id for a company that is no member
    /// @param identity keccak256 of the GS1 company prefix in ASCII digits
    /// @param serialKeyDigest keccak256 of the key of the serial commitments
    function enterMaker(bytes16 maker, bytes32 identity, bytes32 serialKeyDigest) external;

    /// @notice Hands the registering of a maker's parts to another member. Caller: the registrar; or the governor, so
    /// that a vote can put right who speaks for a maker.
    function appointRegistrar(bytes16 maker, bytes16 registrar) external;

    /// @notice Registers a part. Caller: its maker's registrar, who becomes custodian and owner.
    function registerPart(PartRegistration calldata registration) external;

    /// @notice Registers up to 32 parts. Caller: their makers' registrar.
    function registerParts(PartRegistration[] calldata registrations) external;

    /// @notice Registers many parts by the root of their Merkle tree. Caller: the maker's registrar.
    /// @dev Leaf: keccak256(bytes.concat(keccak256(abi.encode(part, maker, serialCommitment, design, lot, machine)))),
    /// pairs sorted (OpenZeppelin's StandardMerkleTree).
    /// @param count number of leaves, 1 or more
    function registerBatch(bytes32 root, bytes16 maker, uint32 count) external;

    /// @notice Gives a part of a batch its own entry. Caller: any member; custodian and owner are the maker's
    /// registrar.
    function materialise(bytes32 root, PartRegistration calldata registration, bytes32[] calldata proof) external;

    /// @dev `record` names a published record, not revoked, wherever it is asked for; 0 for none.
    /// @notice Declares what is in a machine now to be its as-built configuration, once. Caller: its maker's registrar.
    function declareBuilt(bytes32 machine, bytes32 record) external;

    // -------------------------------------------------------------------------------------------------------- assembly

    /// @notice Puts a loose part into another. Caller: has both, and owns the part unless the root's owner does.
    /// Ownership follows the root's. Refused for a part under a recall, marked or not, under suspicion, or with such a
    /// part in it.
    /// @param position place in the parent, unique there, not zero
    /// @param workOrder the caller's diagnosed work order on the machine, 0 for none
    function install(bytes32 part, bytes32 parent, bytes32 position, bytes32 workOrder) external;

    /// @notice Takes a part out. Caller: has the machine. Custody and ownership of the part stay with the
    /// machine's custodian and owner.
    /// @param workOrder the caller's diagnosed work order on the machine, 0 for none
    function remove(bytes32 part, bytes32 workOrder) external;

    /// @notice Replaces a part in a work order, with both signatures. Caller: the performer. The new part is the
    /// performer's or the machine custodian's to hand in, and owned by one of them or by the machine's owner.
    /// @dev EIP-712: Replacement(bytes32 workOrder,bytes32 oldPart,bytes32 newPart,uint32 change,uint48 deadline),
    /// where `change` is the work order's number of changes before.
    /// @param custodianSignature by an Operations account of the work order's custodian; empty when the performer is it
    function replace(
        bytes32 oldPart,
        bytes32 newPart,
        bytes32 workOrder,
        uint48 deadline,
        bytes calldata custodianSignature
    ) external;

    /// @notice Takes a loose part into repair or overhaul. Caller: its custodian.
    function startRepair(bytes32 part, bytes32 record) external;

    /// @notice Ends a repair: the part can be installed again. Caller: its custodian.
    function completeRepair(bytes32 part, bytes32 record) external;

    /// @notice Scraps a loose part, with everything in it, for good. Caller: its custodian and owner.
    function scrap(bytes32 part, bytes32 record) external;

    // --------------------------------------------------------------------------------------------------------- custody

    /// @notice Hands a loose part (with everything in it) over at once, with the receiver's signature. Caller: its
    /// custodian.
    /// @dev EIP-712: HandOver(bytes32 part,bytes16 giver,bytes16 receiver,uint8 purpose,bool withOwnership,bytes32
    /// evidence,uint32 custodySequence,uint48 deadline), custodySequence before the hand-over.
    /// @param withOwnership whether ownership changes too; only the owner can do so
    /// @param evidence record that documents it, 0 for none
    function handOver(
        bytes32 part,
        bytes16 receiver,
        HandOverPurpose purpose,
        bool withOwnership,
        bytes32 evidence,
        uint48 deadline,
        bytes calldata receiverSignature
    ) external;

    /// @notice Offers a hand-over; a later offer replaces it. Caller: the part's custodian.
    function offerHandOver(
        bytes32 part,
        bytes16 receiver,
        HandOverPurpose purpose,
        bool withOwnership,
        bytes32 evidence
    ) external;

    /// @notice Accepts the offer. Caller: the receiver.
    function acceptHandOver(bytes32 part) external;

    /// @notice Takes the offer back or declines it. Caller: giver or receiver.
    function cancelHandOver(bytes32 part) external;

    /// @notice Offers ownership of a loose part, whoever has it; a later offer replaces it. Caller: its owner.
    /// @param receiver member to own it, 0 to take the offer back
    function offerTitle(bytes32 part, bytes16 receiver, bytes32 record) external;

    /// @notice Accepts ownership of a part; custody stays. Caller: the receiver of the offer.
    function acceptTitle(bytes32 part) external;

    // ---------------------------------------------------------------------------------------------------- core returns

    /// @notice States that an old unit is owed as a core, against a credit; it may still be installed. Caller: its
    /// owner. It is returned by a hand-over to the creditor for CoreReturn.
    /// @param creditor member that is to have it, not the caller
    /// @param dueAt until when, not in the past
    /// @param terms record of the terms (credit, what is accepted), 0 for none
    function oweCore(bytes32 part, bytes16 creditor, uint48 dueAt, bytes32 terms) external;

    /// @notice Accepts a returned core, which makes it the creditor's own, or refuses it. Caller: the creditor.
    function judgeCore(bytes32 part, bool accepted, bytes32 record) external;

    /// @notice Gives up a core that is owed. Caller: the creditor.
    function waiveCore(bytes32 part, bytes32 record) external;

    // ----------------------------------------------------------------------------------------------------- inspections

    /// @notice States an inspection's result. Caller: any member, whose statement it is.
    function inspect(bytes32 part, InspectionResult result, bytes32 record) external;

    /// @notice States that a part's serial was seen. Caller: any member. Two places within six hours put the part under
    /// suspicion: it is not installed anywhere until the registrar settles it.
    /// @param place UN/LOCODE in ASCII
    /// @param seenAt unix seconds, not in the future, not before the last sighting
    function sight(bytes32 part, bytes5 place, uint48 seenAt) external;

    /// @notice Settles a suspicion. Caller: the maker's registrar.
    function clearSuspicion(bytes32 part, bytes32 record) external;

    // ----------------------------------------------------------------------------------------------------- work orders

    /// @notice Opens a work order. Caller: the machine's custodian.
    /// @param machine root of a tree
    /// @param performer member that will do the work, the caller itself included
    /// @param alert anchored event or record that it is opened for; None for work by plan
    /// @param record record of the work order
    function openWorkOrder(
        bytes32 workOrder,
        bytes32 machine,
        bytes16 performer,
        Evidence calldata alert,
        bytes32 record
    ) external;

    /// @notice States the diagnosis. Caller: the performer.
    function diagnose(bytes32 workOrder, bytes32 record) external;

    /// @notice Completes a diagnosed work order with both signatures. Caller: one side, with the other's signature.
    /// @dev EIP-712: WorkCompletion(bytes32 workOrder,bytes32 record,uint32 changes,bytes32 changesHash,uint48
    /// deadline)
    /// @param otherSignature by an Operations account of the other side; empty when one member is both
    function completeWorkOrder(bytes32 workOrder, bytes32 record, uint48 deadline, bytes calldata otherSignature)
        external;

    /// @notice Cancels a work order under which nothing was changed. Caller: its custodian.
    function cancelWorkOrder(bytes32 workOrder) external;

    // --------------------------------------------------------------------------------------------------------- recalls

    /// @notice Opens a recall; of a lot, a design or a maker it is in force at once on everything in its scope, also on
    /// what is registered later, and the first 64 parts are marked. At most 16 are in force on one of these. Caller: the
    /// maker's registrar; for a List, any member, as each part is checked.
    /// @param maker the maker, 0 for a List
    /// @param key lot or design, 0 for Maker and List
    function openRecall(bytes32 recall, RecallScope scope, bytes16 maker, bytes32 key, bytes32 record) external;

    /// @notice Marks the next parts in the recall's scope, also those registered since, and after it was closed. Caller:
    /// any member.
    /// @param limit go through at most so many, 1 to 64
    /// @return marked how many were marked; those named before are passed over
    /// @return left how many in scope are still to be gone through
    function markRecalled(bytes32 recall, uint256 limit) external returns (uint256 marked, uint256 left);

    /// @notice Marks parts by name, 1 to 64; one marked before is passed over. Of a List: who opened it, and registers
    /// the part's maker or the machine's maker. Of a lot, a design or a maker: any member, parts in its scope.
    function markListed(bytes32 recall, bytes32[] calldata parts) external;

    /// @notice States that a recall was acted on for a part, or does not concern it. Caller: the part's custodian; the
    /// maker's registrar, of a List who opened it.
    function remedyRecall(bytes32 recall, bytes32 part, bytes32 record) external;

    /// @notice Closes a recall all of whose scope is marked. It stays in force, a List takes no more parts. Caller: the
    /// maker's registrar, of a List who opened it.
    function closeRecall(bytes32 recall) external;

    /// @notice Ends a recall of a lot, a design or a maker: it reaches nothing more, what it marked stays marked until
    /// remedied. Caller: the maker's registrar.
    /// @param record record that says why
    function endRecall(bytes32 recall, bytes32 record) external;

    // ----------------------------------------------------------------------------------------------------------- views

    /// @notice A maker. Reverts {UnknownMaker}.
    function makerOf(bytes16 maker) external view returns (Maker memory);

    /// @notice The maker with an identity, 0 for none.
    function makerByIdentity(bytes32 identity) external view returns (bytes16 maker);

    /// @notice A batch. Reverts {UnknownBatch}.
    function batchOf(bytes32 root) external view returns (PartBatch memory);

    /// @notice A part's own entry. Reverts {UnknownPart}.
    function partOf(bytes32 part) external view returns (Part memory);

    /// @notice The part with a serial commitment, 0 for none.
    function partBySerial(bytes16 maker, bytes32 serialCommitment) external view returns (bytes32 part);

    /// @notice A part's status, with what it is in taken into account: Scrapped inside a scrapped one.
    function stateOf(bytes32 part) external view returns (PartStatus);

    /// @notice Who has and who owns a part: those of the root of its tree.
    function custodyOf(bytes32 part) external view returns (bytes16 custodian, bytes16 owner);

    /// @notice What a part is in, from its parent up to the root; empty when loose. At most 16.
    function ancestorsOf(bytes32 part) external view returns (bytes32[] memory);

    /// @notice The machine a part is in (or is), 0 for none, and the levels between.
    function machineOf(bytes32 part) external view returns (bytes32 machine, uint8 depth);

    /// @notice Parts directly in another now, at most 200; the order changes when parts are removed.
    function childrenOf(bytes32 part, uint256 offset, uint256 limit) external view returns (bytes32[] memory);

    /// @notice The part in a place, 0 for none.
    function partAt(bytes32 parent, bytes32 position) external view returns (bytes32 part);

    /// @notice Everything that ever was directly in a part, in order of installation, at most 200.
    function edgesUnder(bytes32 parent, uint256 offset, uint256 limit) external view returns (AssemblyEdge[] memory);

    /// @notice Everything a part ever was in, in order of installation, at most 200.
    function edgesOf(bytes32 part, uint256 offset, uint256 limit) external view returns (AssemblyEdge[] memory);

    /// @notice Time of a machine's as-built configuration, 0 when not declared; an edge belongs to it when it was
    /// installed by then and not removed by then.
    function builtAt(bytes32 machine) external view returns (uint48);

    /// @notice Registered parts of a recall scope (lot, design or maker) in order, at most 200; with how many there
    /// are.
    function partsOf(RecallScope scope, bytes16 maker, bytes32 key, uint256 offset, uint256 limit)
        external
        view
        returns (bytes32[] memory parts, uint256 total);

    /// @notice The offer that waits, zeros for none.
    function offerOf(bytes32 part) external view returns (HandOverOffer memory);

    /// @notice The offer of ownership that waits, zeros for none.
    function titleOfferOf(bytes32 part) external view returns (TitleOffer memory);

    /// @notice The last core return of a part, zeros for none.
    function coreReturnOf(bytes32 part) external view returns (CoreReturn memory);

    /// @notice The last inspection, zeros for none.
    function inspectionOf(bytes32 part) external view returns (Inspection memory);

    /// @notice A work order. Reverts {UnknownWorkOrder}.
    function workOrderOf(bytes32 workOrder) external view returns (WorkOrder memory);

    /// @notice A recall. Reverts {UnknownRecall}.
    function recallOf(bytes32 recall) external view returns (Recall memory);

    /// @notice Recalls in force on a lot, a design or a maker, at most 16.
    function recallsIn(RecallScope scope, bytes16 maker, bytes32 key) external view returns (bytes32[] memory);

    /// @notice How a recall stands for a part.
    function recallMarkOf(bytes32 recall, bytes32 part) external view returns (RecallMark);

    /// @notice The EIP-712 digest that the receiver of a hand-over signs.
    function handOverDigest(
        bytes32 part,
        bytes16 giver,
        bytes16 receiver,
        HandOverPurpose purpose,
        bool withOwnership,
        bytes32 evidence,
        uint32 custodySequence,
        uint48 deadline
    ) external view returns (bytes32 digest);

    /// @notice The EIP-712 digest that the machine's custodian signs for a replacement.
    function replacementDigest(bytes32 workOrder, bytes32 oldPart, bytes32 newPart, uint32 change, uint48 deadline)
        external
        view
        returns (bytes32 digest);

    /// @notice The EIP-712 digest that the other side of a work order signs for its completion.
    function completionDigest(bytes32 workOrder, bytes32 record, uint32 changes, bytes32 changesHash, uint48 deadline)
        external
        view
        returns (bytes32 digest);
}
