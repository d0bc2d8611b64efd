// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Provenance of machines and their parts
/// @notice One entry a serial number; the assembly tree as built and as maintained; custody by both sides' signatures;
/// inspections, work orders and replacements, recalls that reach every machine. It says "registered, custody
/// consistent" and never "genuine": who registered a part is known, the thing itself is not on the ledger.
/// @dev Every row an indexer shows can be rebuilt from the events alone.
interface IPartProvenance {
    // ------------------------------------------------------------------------------------------------ enums

    /// @notice Where a part stands by itself. A part inside a scrapped one is scrapped with it ({stateOf}).
    /// @param Made registered, never installed
    /// @param Installed in a parent
    /// @param Removed was installed, is loose
    /// @param InRepair with a workshop
    /// @param Repaired back from the workshop, can be installed
    /// @param Scrapped final
    enum PartStatus {
        None,
        Made,
        Installed,
        Removed,
        InRepair,
        Repaired,
        Scrapped
    }

    /// @notice Why custody changes.
    enum HandOverPurpose {
        None,
        Delivery,
        Storage,
        Installation,
        Repair,
        CoreReturn,
        Disposal,
        Return
    }

    /// @notice What an inspection came to.
    enum InspectionResult {
        None,
        Passed,
        PassedWithRemarks,
        Failed
    }

    /// @notice Where a work order stands.
    /// @param Opened by the machine's custodian, from an alert
    /// @param Diagnosed by the performer; parts may be replaced
    /// @param Completed signed by both
    enum WorkOrderStatus {
        None,
        Opened,
        Diagnosed,
        Completed,
        Cancelled
    }

    /// @notice What a recall is about.
    /// @param Lot a lot of one maker
    /// @param Design a design (type) of one maker
    /// @param Maker everything of one maker
    /// @param List parts named one by one
    enum RecallScope {
        None,
        Lot,
        Design,
        Maker,
        List
    }

    /// @notice Where a recall stands.
    enum RecallStatus {
        None,
        Open,
        Closed
    }

    /// @notice How a recall stands for one part.
    /// @param Marked reached, to be acted on
    /// @param NotActionable reached, but scrapped already: listed only
    /// @param Remedied acted on
    enum RecallMark {
        None,
        Marked,
        NotActionable,
        Remedied
    }

    // ---------------------------------------------------------------------------------------------- structs

    /// @notice A maker of parts: a member, or a company outside that a member registers for.
    /// @param registrar member that registers its parts
    /// @param identity keccak256 of its GS1 company prefix in ASCII
    /// @param serialKeyDigest keccak256 of the secret key its serial commitments are made with
    /// @param enteredAt block time
    struct Maker {
        bytes16 registrar;
        bytes32 identity;
        bytes32 serialKeyDigest;
        uint48 enteredAt;
    }

    /// @notice A part to be registered, and the leaf of a batch.
    /// @param part new id, random
    /// @param maker its maker
    /// @param serialCommitment keyed commitment to (part reference, serial); see the README
    /// @param design commitment to the type (part reference), 0 for none
    /// @param lot commitment to the lot, 0 for none
    /// @param machine whether it is a whole machine: a root of trees, never installed in anything
    struct PartRegistration {
        bytes32 part;
        bytes16 maker;
        bytes32 serialCommitment;
        bytes32 design;
        bytes32 lot;
        bool machine;
    }

    /// @notice A part as it stands.
    /// @param status see {PartStatus}
    /// @param machine whether it is a whole machine
    /// @param suspected whether two sightings contradict each other
    /// @param height levels below it, 0 for a leaf
    /// @param custodySequence number of hand-overs so far
    /// @param openRecalls recalls that mark it and are not remedied
    /// @param children parts directly in it
    /// @param registeredAt block time
    /// @param homeChain chain id of the ledger that decides about it
    /// @param maker its maker
    /// @param custodian who has it; for an installed part, the root's custodian counts ({custodyOf})
    /// @param owner who owns it; for an installed part, the root's owner counts ({custodyOf})
    /// @param serialCommitment see {PartRegistration}
    /// @param design see {PartRegistration}
    /// @param lot see {PartRegistration}
    /// @param batch root of the batch it came from, 0 for none
    /// @param parent what it is installed in, 0 for nothing
    /// @param position where in the parent, 0 for nothing
    struct Part {
        PartStatus status;
        bool machine;
        bool suspected;
        uint8 height;
        uint32 custodySequence;
        uint32 openRecalls;
        uint32 children;
        uint48 registeredAt;
        uint64 homeChain;
        bytes16 maker;
        bytes16 custodian;
        bytes16 owner;
        bytes32 serialCommitment;
        bytes32 design;
        bytes32 lot;
        bytes32 batch;
        bytes32 parent;
        bytes32 position;
    }

    /// @notice A batch of parts registered by a Merkle root.
    /// @param maker their maker
    /// @param count number of leaves
    /// @param materialised number of parts that have their own entry by now
    /// @param registeredAt block time
    struct Batch {
        bytes16 maker;
        uint32 count;
        uint32 materialised;
        uint48 registeredAt;
    }

    /// @notice That a part was in another for a time.
    /// @param part child
    /// @param parent parent
    /// @param position where in the parent
    /// @param workOrder work order it was installed under, 0 for none
    /// @param installedAt block time
    /// @param removedAt block time, 0 while it is there
    struct AssemblyEdge {
        bytes32 part;
        bytes32 parent;
        bytes32 position;
        bytes32 workOrder;
        uint48 installedAt;
        uint48 removedAt;
    }

    /// @notice A hand-over that waits for the receiver.
    /// @param receiver member that may accept, 0 for no offer
    /// @param purpose see {HandOverPurpose}
    /// @param withOwnership whether ownership changes too
    /// @param offeredAt block time
    /// @param evidence record or digest that documents it, 0 for none
    struct HandOverOffer {
        bytes16 receiver;
        HandOverPurpose purpose;
        bool withOwnership;
        uint48 offeredAt;
        bytes32 evidence;
    }

    /// @notice The last inspection of a part.
    struct Inspection {
        bytes16 inspector;
        InspectionResult result;
        uint48 inspectedAt;
        bytes32 record;
    }

    /// @notice A work order on a machine.
    /// @param status see {WorkOrderStatus}
    /// @param custodian member that opened it, the machine's custodian then
    /// @param performer member that does the work
    /// @param changes number of parts installed or removed under it
    /// @param openedAt block time
    /// @param statusSince block time of the last change of status
    /// @param machine the machine, or the loose part that is worked on
    /// @param alert digest of the signed alert, or 0
    /// @param record record of the order itself (UNTDID 225)
    /// @param diagnosis record of the diagnosis, 0 before
    /// @param completion record of the completion, 0 before
    /// @param changesHash running hash of what was installed and removed
    struct WorkOrder {
        WorkOrderStatus status;
        bytes16 custodian;
        bytes16 performer;
        uint32 changes;
        uint48 openedAt;
        uint48 statusSince;
        bytes32 machine;
        bytes32 alert;
        bytes32 record;
        bytes32 diagnosis;
        bytes32 completion;
        bytes32 changesHash;
    }

    /// @notice A recall.
    /// @param status see {RecallStatus}
    /// @param scope see {RecallScope}
    /// @param openedBy member that opened it
    /// @param maker maker of the parts, 0 for a list
    /// @param openedAt block time
    /// @param marked parts reached
    /// @param live of these, not scrapped when reached
    /// @param remedied of the live ones, acted on
    /// @param key lot or design, 0 for maker and list
    /// @param record record that says what is wrong and what to do
    struct Recall {
        RecallStatus status;
        RecallScope scope;
        bytes16 openedBy;
        bytes16 maker;
        uint48 openedAt;
        uint32 marked;
        uint32 live;
        uint32 remedied;
        bytes32 key;
        bytes32 record;
    }

    // ----------------------------------------------------------------------------------------------- events

    /// @notice A maker was entered.
    event MakerEntered(
        bytes16 indexed maker, bytes16 indexed registrar, bytes32 indexed identity, bytes32 serialKeyDigest
    );

    /// @notice Another member registers a maker's parts from now on.
    event RegistrarAppointed(bytes16 indexed maker, bytes16 indexed registrar, bytes16 previous);

    /// @notice Parts were registered by a root.
    event BatchRegistered(bytes32 indexed root, bytes16 indexed maker, uint32 count);

    /// @notice A part has its own entry. Its custodian and owner are `registrar`; its status is Made.
    /// @param batch root of the batch it came from, 0 for none
    event PartRegistered(
        bytes32 indexed part,
        bytes16 indexed maker,
        bytes16 indexed registrar,
        bytes32 serialCommitment,
        bytes32 design,
        bytes32 lot,
        bool machine,
        bytes32 batch
    );

    /// @notice A machine's as-built configuration is what was in it at this block's time.
    event MachineBuilt(bytes32 indexed machine, bytes16 indexed member, bytes32 record);

    /// @notice A part was put into another.
    event PartInstalled(
        bytes32 indexed part, bytes32 indexed parent, bytes32 indexed root, bytes32 position, bytes32 workOrder, bytes16 member
    );

    /// @notice A part was taken out of another; `custodian` and `owner` are the root's, and now the part's own.
    event PartRemoved(
        bytes32 indexed part,
        bytes32 indexed parent,
        bytes32 indexed root,
        bytes32 position,
        bytes32 workOrder,
        bytes16 member,
        bytes16 custodian,
        bytes16 owner
    );

    /// @notice One part took another's place, with both signatures (PartRemoved and PartInstalled come with it).
    event PartReplaced(
        bytes32 indexed workOrder,
        bytes32 indexed oldPart,
        bytes32 indexed newPart,
        bytes32 parent,
        bytes32 position,
        bytes16 performer,
        bytes16 custodian
    );

    /// @notice A part went to a workshop.
    event RepairStarted(bytes32 indexed part, bytes16 indexed member, bytes32 record);

    /// @notice A part came back from a workshop.
    event RepairCompleted(bytes32 indexed part, bytes16 indexed member, bytes32 record);

    /// @notice A part, and everything in it, is scrapped for good.
    event PartScrapped(bytes32 indexed part, bytes16 indexed member, bytes32 record);

    /// @notice A hand-over was offered.
    event HandOverOffered(
        bytes32 indexed part,
        bytes16 indexed giver,
        bytes16 indexed receiver,
        HandOverPurpose purpose,
        bool withOwnership,
        bytes32 evidence
    );

    /// @notice An offer was taken back by the giver or declined by the receiver.
    event HandOverCancelled(bytes32 indexed part, bytes16 indexed member);

    /// @notice Custody changed; both sides signed.
    /// @param custodySequence the part's number of hand-overs, this one included
    event CustodyTransferred(
        bytes32 indexed part,
        bytes16 indexed giver,
        bytes16 indexed receiver,
        uint32 custodySequence,
        HandOverPurpose purpose,
        bytes16 owner,
        bytes32 evidence
    );

    /// @notice A part was inspected.
    event PartInspected(
        bytes32 indexed part, bytes16 indexed inspector, InspectionResult result, bytes32 indexed record
    );

    /// @notice A part's serial was seen at a place.
    event PartSighted(bytes32 indexed part, bytes16 indexed member, bytes5 place, uint48 seenAt);

    /// @notice Two sightings contradict each other: one of them is a copy.
    event PartSuspected(
        bytes32 indexed part, bytes5 place, uint48 seenAt, bytes5 previousPlace, uint48 previousSeenAt
    );

    /// @notice The maker's registrar settled which part is the real one.
    event SuspicionCleared(bytes32 indexed part, bytes16 indexed registrar, bytes32 record);

    /// @notice A work order was opened.
    event WorkOrderOpened(
        bytes32 indexed workOrder,
        bytes32 indexed machine,
        bytes16 indexed performer,
        bytes16 custodian,
        bytes32 alert,
        bytes32 record
    );

    /// @notice The performer diagnosed.
    event WorkOrderDiagnosed(bytes32 indexed workOrder, bytes32 record);

    /// @notice Both sides signed the completion.
    event WorkOrderCompleted(
        bytes32 indexed workOrder, bytes16 custodian, bytes16 performer, bytes32 record, uint32 changes, bytes32 changesHash
    );

    /// @notice The custodian cancelled a work order under which nothing was changed.
    event WorkOrderCancelled(bytes32 indexed workOrder);

    /// @notice A recall was opened.
    event RecallOpened(
        bytes32 indexed recall, bytes16 indexed openedBy, RecallScope scope, bytes16 indexed maker, bytes32 key, bytes32 record
    );

    /// @notice A recall reached a part.
    /// @param machine the machine it is in, 0 for none
    /// @param custodian who has it: the root's custodian
    /// @param depth levels between it and the root of its tree, 0 when loose
    /// @param mark Marked, or NotActionable when it is scrapped
    event PartRecalled(
        bytes32 indexed recall,
        bytes32 indexed part,
        bytes32 indexed machine,
        bytes16 custodian,
        uint8 depth,
        RecallMark mark
    );

    /// @notice A recall was acted on for a part.
    event RecallRemedied(bytes32 indexed recall, bytes32 indexed part, bytes16 indexed member, bytes32 record);

    /// @notice A recall was closed.
    event RecallClosed(bytes32 indexed recall, uint32 marked, uint32 live, uint32 remedied);

    // ----------------------------------------------------------------------------------------------- errors

    /// @notice The maker was entered already.
    error MakerExists(bytes16 maker);
    /// @notice A maker with this identity was entered already.
    error MakerIdentityTaken(bytes32 identity, bytes16 maker);
    /// @notice The id is another member's: only that member can enter itself as a maker.
    error MakerIsMember(bytes16 maker);
    /// @notice There is no such maker.
    error UnknownMaker(bytes16 maker);
    /// @notice The caller's member does not register this maker's parts.
    error NotTheRegistrar(bytes16 maker, bytes16 member);
    /// @notice A batch with this root exists.
    error BatchExists(bytes32 root);
    /// @notice There is no such batch.
    error UnknownBatch(bytes32 root);
    /// @notice A batch has between 1 and 2^32 − 1 parts, and no more are materialised than it has.
    error BatchCountMismatch(bytes32 root, uint32 count);
    /// @notice The proof does not lead to the batch's root.
    error BatchProofMismatch(bytes32 root, bytes32 part);
    /// @notice An id, commitment, identity or position that may not be zero is zero.
    error EmptyIdentifier();
    /// @notice A part with this id exists.
    error PartExists(bytes32 part);
    /// @notice There is no such part.
    error UnknownPart(bytes32 part);
    /// @notice This maker's serial is registered already, as `part`: the second one is a copy or a mistake.
    error SerialAlreadyRegistered(bytes16 maker, bytes32 serialCommitment, bytes32 part);
    /// @notice The part's status does not allow it.
    error PartStatusMismatch(bytes32 part, PartStatus status);
    /// @notice The part is, or is inside, a scrapped one: that is final.
    error PartIsScrapped(bytes32 part);
    /// @notice The caller's member does not have the part (or the machine it is in).
    error NotTheCustodian(bytes32 part, bytes16 member);
    /// @notice A whole machine is not installed in anything.
    error MachineNotInstallable(bytes32 part);
    /// @notice Not a whole machine.
    error NotAMachine(bytes32 part);
    /// @notice The machine's as-built configuration was declared already.
    error MachineAlreadyBuilt(bytes32 machine, uint48 builtAt);
    /// @notice The part would become part of itself.
    error AssemblyCycle(bytes32 part, bytes32 parent);
    /// @notice The tree would have more levels than it may.
    error AssemblyTooDeep(bytes32 part, bytes32 parent, uint256 limit);
    /// @notice The parent has as many children as it may.
    error TooManyChildren(bytes32 parent, uint256 limit);
    /// @notice Another part is in this place.
    error PositionTaken(bytes32 parent, bytes32 position, bytes32 part);
    /// @notice The part is under a recall that was not remedied.
    error PartUnderRecall(bytes32 part);
    /// @notice The part's serial was seen in two places at once.
    error PartIsSuspected(bytes32 part);
    /// @notice The part's serial is not under suspicion.
    error PartNotSuspected(bytes32 part);
    /// @notice A hand-over needs a purpose and a receiver other than the giver.
    error HandOverMalformed(bytes32 part);
    /// @notice There is no offer for this member.
    error NoHandOverOffer(bytes32 part, bytes16 member);
    /// @notice The signature is not by an account of this member that may sign now.
    error SignatureMismatch(bytes16 expected, bytes16 signer);
    /// @notice The signature's deadline has passed.
    error SignatureExpired(uint48 deadline);
    /// @notice An inspection needs a result.
    error InspectionMalformed(bytes32 part);
    /// @notice A sighting lies in the future or before the last one.
    error SightingTimeMismatch(bytes32 part, uint48 seenAt);
    /// @notice The work order exists already.
    error WorkOrderExists(bytes32 workOrder);
    /// @notice There is no such work order.
    error UnknownWorkOrder(bytes32 workOrder);
    /// @notice The work order's status does not allow it.
    error WorkOrderStatusMismatch(bytes32 workOrder, WorkOrderStatus status);
    /// @notice The work order is for another machine.
    error WorkOrderMachineMismatch(bytes32 workOrder, bytes32 machine);
    /// @notice The caller's member is not the work order's performer, or not one of its sides.
    error NotAPartyToWorkOrder(bytes32 workOrder, bytes16 member);
    /// @notice Parts were changed under the work order: it can only be completed.
    error WorkOrderHasChanges(bytes32 workOrder, uint32 changes);
    /// @notice The recall exists already.
    error RecallExists(bytes32 recall);
    /// @notice There is no such recall.
    error UnknownRecall(bytes32 recall);
    /// @notice The recall is closed.
    error RecallIsClosed(bytes32 recall);
    /// @notice Not a recall: a scope without its key, or a key without its scope.
    error RecallMalformed(bytes32 recall);
    /// @notice The recall's scope does not allow this call.
    error RecallScopeMismatch(bytes32 recall, RecallScope scope);
    /// @notice The caller's member may not recall this part: it registers neither its maker's parts nor the machine's.
    error NotARecallAuthority(bytes32 part, bytes16 member);
    /// @notice The recall does not mark this part as to be acted on.
    error PartNotRecalled(bytes32 recall, bytes32 part, RecallMark mark);
    /// @notice Not every part in the recall's scope is marked yet.
    error RecallNotFullyMarked(bytes32 recall, uint256 markedSoFar, uint256 inScope);
    /// @notice A list is empty or longer than one call may carry.
    error PageSizeMismatch(uint256 given, uint256 limit);

    // -------------------------------------------------------------------------------------- makers, registration

    /// @notice Enters a maker. Caller: any member of kind Manufacturer, Supplier or ServicePartner, which becomes the
    /// registrar.
    /// @param maker the caller's own member id, or a random id for a company that is no member
    /// @param identity keccak256 of the GS1 company prefix in ASCII digits
    /// @param serialKeyDigest keccak256 of the key of the serial commitments
    function enterMaker(bytes16 maker, bytes32 identity, bytes32 serialKeyDigest) external;

    /// @notice Hands the registering of a maker's parts to another member. Caller: the registrar.
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

    /// @notice Gives a part of a batch its own entry. Caller: any member; custodian and owner are the maker's registrar.
    function materialise(bytes32 root, PartRegistration calldata registration, bytes32[] calldata proof) external;

    /// @notice Declares what is in a machine now to be its as-built configuration, once. Caller: its maker's registrar.
    function declareBuilt(bytes32 machine, bytes32 record) external;

    // ---------------------------------------------------------------------------------------------- assembly

    /// @notice Puts a loose part into another. Caller: has both; or has the part and performs a diagnosed work order on
    /// the machine.
    /// @param position place in the parent, unique there, not zero
    /// @param workOrder work order, 0 when the caller has both
    function install(bytes32 part, bytes32 parent, bytes32 position, bytes32 workOrder) external;

    /// @notice Takes a part out. Caller: has the machine, or performs a diagnosed work order on it. Custody and
    /// ownership of the part stay with the machine's custodian and owner.
    function remove(bytes32 part, bytes32 workOrder) external;

    /// @notice Replaces a part in a work order, with both signatures. Caller: the performer. The new part is the
    /// performer's or the machine custodian's to hand in.
    /// @dev EIP-712: Replacement(bytes32 workOrder,bytes32 oldPart,bytes32 newPart,uint32 change,uint48 deadline), where
    /// `change` is the work order's number of changes before.
    /// @param custodianSignature by an Operations account of the work order's custodian; empty when the performer is it
    function replace(
        bytes32 oldPart, bytes32 newPart, bytes32 workOrder, uint48 deadline, bytes calldata custodianSignature
    ) external;

    /// @notice Takes a loose part into repair or overhaul. Caller: its custodian.
    function startRepair(bytes32 part, bytes32 record) external;

    /// @notice Ends a repair: the part can be installed again. Caller: its custodian.
    function completeRepair(bytes32 part, bytes32 record) external;

    /// @notice Scraps a loose part, with everything in it, for good. Caller: its custodian.
    function scrap(bytes32 part, bytes32 record) external;

    // ----------------------------------------------------------------------------------------------- custody

    /// @notice Hands a loose part (with everything in it) over at once, with the receiver's signature. Caller: its
    /// custodian.
    /// @dev EIP-712: HandOver(bytes32 part,bytes16 giver,bytes16 receiver,uint8 purpose,bool withOwnership,bytes32
    /// evidence,uint32 custodySequence,uint48 deadline), custodySequence before the hand-over.
    /// @param withOwnership whether ownership changes too; only the owner can do so
    /// @param evidence record or digest that documents it, 0 for none
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
        bytes32 part, bytes16 receiver, HandOverPurpose purpose, bool withOwnership, bytes32 evidence
    ) external;

    /// @notice Accepts the offer. Caller: the receiver.
    function acceptHandOver(bytes32 part) external;

    /// @notice Takes the offer back or declines it. Caller: giver or receiver.
    function cancelHandOver(bytes32 part) external;

    // -------------------------------------------------------------------------------------------- inspections

    /// @notice States an inspection's result. Caller: any member, whose statement it is.
    function inspect(bytes32 part, InspectionResult result, bytes32 record) external;

    /// @notice States that a part's serial was seen. Caller: any member. Two places within six hours put the part under
    /// suspicion: it is not installed or handed over until the registrar settles it.
    /// @param place UN/LOCODE in ASCII
    /// @param seenAt unix seconds, not in the future, not before the last sighting
    function sight(bytes32 part, bytes5 place, uint48 seenAt) external;

    /// @notice Settles a suspicion. Caller: the maker's registrar.
    function clearSuspicion(bytes32 part, bytes32 record) external;

    // -------------------------------------------------------------------------------------------- work orders

    /// @notice Opens a work order. Caller: the machine's custodian.
    /// @param machine root of a tree
    /// @param performer member that will do the work, the caller itself included
    /// @param alert digest of the signed alert, 0 for none
    /// @param record record of the work order
    function openWorkOrder(bytes32 workOrder, bytes32 machine, bytes16 performer, bytes32 alert, bytes32 record)
        external;

    /// @notice States the diagnosis. Caller: the performer.
    function diagnose(bytes32 workOrder, bytes32 record) external;

    /// @notice Completes a diagnosed work order with both signatures. Caller: one side, with the other's signature.
    /// @dev EIP-712: WorkCompletion(bytes32 workOrder,bytes32 record,uint32 changes,bytes32 changesHash,uint48 deadline)
    /// @param otherSignature by an Operations account of the other side; empty when one member is both
    function completeWorkOrder(bytes32 workOrder, bytes32 record, uint48 deadline, bytes calldata otherSignature)
        external;

    /// @notice Cancels a work order under which nothing was changed. Caller: its custodian.
    function cancelWorkOrder(bytes32 workOrder) external;

    // ------------------------------------------------------------------------------------------------ recalls

    /// @notice Opens a recall. Caller: the maker's registrar; for a List, any member of kind Manufacturer or Supplier.
    /// @param maker the maker, 0 for a List
    /// @param key lot or design, 0 for Maker and List
    function openRecall(bytes32 recall, RecallScope scope, bytes16 maker, bytes32 key, bytes32 record) external;

    /// @notice Marks the next parts in the recall's scope, also those registered since. Caller: any member.
    /// @param limit at most so many, 1 to 64
    /// @return marked how many were marked
    /// @return left how many in scope are still to be marked
    function markRecalled(bytes32 recall, uint256 limit) external returns (uint256 marked, uint256 left);

    /// @notice Marks parts of a List, 1 to 64; one marked before is passed over. Caller: who opened it, and registers
    /// the part's maker or the machine's maker.
    function markListed(bytes32 recall, bytes32[] calldata parts) external;

    /// @notice States that a recall was acted on for a part. Caller: the part's custodian or the recall's opener.
    function remedyRecall(bytes32 recall, bytes32 part, bytes32 record) external;

    /// @notice Closes a recall all of whose scope is marked. Caller: who opened it. Marks stay.
    function closeRecall(bytes32 recall) external;

    // ---------------------------------------------------------------------------------------------------- views

    /// @notice A maker. Reverts {UnknownMaker}.
    function makerOf(bytes16 maker) external view returns (Maker memory);

    /// @notice The maker with an identity, 0 for none.
    function makerByIdentity(bytes32 identity) external view returns (bytes16 maker);

    /// @notice A batch. Reverts {UnknownBatch}.
    function batchOf(bytes32 root) external view returns (Batch memory);

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

    /// @notice Registered parts of a recall scope (lot, design or maker) in order, at most 200; with how many there are.
    function partsOf(RecallScope scope, bytes16 maker, bytes32 key, uint256 offset, uint256 limit)
        external
        view
        returns (bytes32[] memory parts, uint256 total);

    /// @notice The offer that waits, zeros for none.
    function offerOf(bytes32 part) external view returns (HandOverOffer memory);

    /// @notice The last inspection, zeros for none.
    function inspectionOf(bytes32 part) external view returns (Inspection memory);

    /// @notice A work order. Reverts {UnknownWorkOrder}.
    function workOrderOf(bytes32 workOrder) external view returns (WorkOrder memory);

    /// @notice A recall. Reverts {UnknownRecall}.
    function recallOf(bytes32 recall) external view returns (Recall memory);

    /// @notice How a recall stands for a part.
    function recallMarkOf(bytes32 recall, bytes32 part) external view returns (RecallMark);
}
