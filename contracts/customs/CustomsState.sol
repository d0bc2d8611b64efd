// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Assessment,
    Attestation,
    Certificate,
    DecisionEntry,
    Declaration,
    EvidencePack,
    Finding,
    Jurisdiction,
    PackSignature,
    Rule,
    RuleBook
} from "./CustomsTypes.sol";

/// @notice A time for which a member may issue a type of document.
/// @param validUntil exclusive, 0 for open
struct IssuingPeriod {
    uint48 validFrom;
    uint48 validUntil;
}

/// @notice Everything a declaration has piled up, besides its own terms.
struct DeclarationHistory {
    mapping(uint32 assessment => Assessment) assessments;
    mapping(uint32 assessment => Finding[]) findings;
    DecisionEntry[] decisions;
}

/// @notice All that CustomsCompliance stores, at its ERC-7201 namespace.
/// @param sealedVersions in order of version, which is the order of validFrom
/// @param rulesByPrefix key: keccak256(abi.encode(jurisdiction, version, digits, value))
/// @param issuingPeriods in order of time; key: keccak256(abi.encode(jurisdiction, issuer, document type))
/// @param attestedRecords keccak256(abi.encode(records)) of an attestation
/// @param inconsistencies standing attestations; key: keccak256(abi.encode(jurisdiction, record, version))
struct CustomsState {
    mapping(bytes2 jurisdiction => Jurisdiction) jurisdictions;
    mapping(bytes2 jurisdiction => uint32[] versions) sealedVersions;
    mapping(bytes2 jurisdiction => mapping(uint32 version => RuleBook)) ruleBooks;
    mapping(bytes2 jurisdiction => mapping(uint32 version => Rule[])) rules;
    mapping(bytes32 prefix => uint16[]) rulesByPrefix;
    mapping(bytes32 authorization => IssuingPeriod[]) issuingPeriods;
    mapping(bytes2 jurisdiction => mapping(bytes16 member => bool)) checkers;
    mapping(bytes32 certificate => Certificate) certificates;
    mapping(bytes32 record => bytes32 certificate) certificateOn;
    mapping(bytes32 declaration => Declaration) declarations;
    mapping(bytes32 declaration => DeclarationHistory) histories;
    mapping(bytes32 attestation => Attestation) attestations;
    mapping(bytes32 attestation => bytes32 digest) attestedRecords;
    mapping(bytes32 recordVersion => uint32) inconsistencies;
    mapping(bytes32 pack => EvidencePack) evidencePacks;
    mapping(bytes32 pack => mapping(bytes16 member => PackSignature)) packSignatures;
}
