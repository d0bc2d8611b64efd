// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AssemblyEdge,
    CoreReturn,
    PartBatch,
    HandOverOffer,
    Inspection,
    Maker,
    PartStatus,
    Recall,
    RecallMark,
    TitleOffer,
    WorkOrder
} from "./PartTypes.sol";

/// @notice A part as it is stored.
/// @param edge number of the edge by which it is in its parent, 0 when loose
/// @param childIndex its place in the parent's list of children
/// @param barredBelow parts anywhere in it that are marked by a recall or suspected
/// @param childHeights how many children there are of each height: 16 bits for each of 0 to 15, lowest first
struct PartEntry {
    PartStatus status;
    bool machine;
    bool suspected;
    uint32 custodySequence;
    uint32 openRecalls;
    uint48 registeredAt;
    uint48 builtAt;
    uint64 homeChain;
    bytes16 maker;
    bytes16 custodian;
    bytes16 owner;
    uint64 edge;
    uint32 childIndex;
    uint32 barredBelow;
    bytes32 serialCommitment;
    bytes32 design;
    bytes32 lot;
    bytes32 batch;
    uint256 childHeights;
}

/// @notice Where and when a part's serial was last seen.
struct Sighting {
    bytes5 place;
    uint48 seenAt;
}

/// @notice All that PartProvenance stores, at its ERC-7201 namespace.
/// @param scopes parts by lot, design and maker, in order of registration; key: keccak256(abi.encode(scope, maker,
/// key))
/// @param edges all edges ever, numbered from 1
/// @param children numbers of the edges to what is directly in a part now
/// @param recallCursors how far a recall has gone through its scope
/// @param recallsIn recalls in force on a scope, by the same key
struct ProvenanceState {
    mapping(bytes16 maker => Maker) makers;
    mapping(bytes32 identity => bytes16 maker) makerByIdentity;
    mapping(bytes32 root => PartBatch) batches;
    mapping(bytes32 part => PartEntry) parts;
    mapping(bytes16 maker => mapping(bytes32 serialCommitment => bytes32 part)) partBySerial;
    mapping(bytes32 scope => bytes32[] parts) scopes;
    uint64 edgeCount;
    mapping(uint64 edge => AssemblyEdge) edges;
    mapping(bytes32 part => uint64[] edges) edgesOf;
    mapping(bytes32 parent => uint64[] edges) edgesUnder;
    mapping(bytes32 parent => uint64[] edges) children;
    mapping(bytes32 parent => mapping(bytes32 position => bytes32 part)) positions;
    mapping(bytes32 part => HandOverOffer) offers;
    mapping(bytes32 part => Inspection) inspections;
    mapping(bytes32 part => Sighting) sightings;
    mapping(bytes32 workOrder => WorkOrder) workOrders;
    mapping(bytes32 recall => Recall) recalls;
    mapping(bytes32 recall => uint256 position) recallCursors;
    mapping(bytes32 recall => mapping(bytes32 part => RecallMark)) recallMarks;
    mapping(bytes32 scope => bytes32[] recalls) recallsIn;
    mapping(bytes32 part => TitleOffer) titleOffers;
    mapping(bytes32 part => CoreReturn) coreReturns;
}
