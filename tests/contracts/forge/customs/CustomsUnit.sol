// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsistencyOutcome, Decision, NamedRecord} from "contracts/customs/CustomsTypes.sol";
import {ICustomsCompliance} from "contracts/customs/ICustomsCompliance.sol";
import {CustomsDesk} from "./CustomsDesk.sol";

/// @title A customs desk, and a neighbour of each kind that no test of it touches
/// @notice China's rule book, issuer and checker, and a certificate, declaration, attestation and pack there. A test
/// that `leavesTheRest` shows that its calls changed none of them.
abstract contract CustomsUnit is CustomsDesk {
    bytes2 internal constant GB = "GB";

    NamedRecord[] internal none;
    NamedRecord[] private _papers;

    function setUp() public virtual override {
        super.setUp();
        as_(CUSTOMS_HOME);
        customs.claimJurisdiction(CN);
        sealBook(CN, 1, uint48(START), craneRules(0, 0));
        as_(CUSTOMS_HOME);
        customs.authorizeIssuer(CN, document(861, 0), ORIGIN_BODY, time(), 0);
        as_(CUSTOMS_HOME);
        customs.appointChecker(CN, WAREHOUSE, true);
        publishAs(GEAR, "gear's invoice", 380, 0);
        publishAs(GEAR, "gear's list", 271, 0);
        _papers.push(named("gear's invoice", 1));
        _papers.push(named("gear's list", 1));
        as_(GEAR);
        customs.issueCertificate("gear's certificate", "gear's invoice", DRIVE);
        as_(DRIVE);
        customs.declare("drive's declaration", craneImportTo(CN), 0, _papers);
        as_(WAREHOUSE);
        customs.attestConsistency("warehouse's", CN, _papers, 1, ConsistencyOutcome.Inconsistent, "report");
        as_(DRIVE);
        customs.submitEvidencePack("drive's pack", "drive's declaration", _papers);
        vm.prank(address(governor));
        customs.assignJurisdiction(GB, CUSTOMS_MIRRORED);
        pass(1 hours);
    }

    modifier leavesTheRest() {
        bytes32 before = rest();
        _;
        vm.assertEq(rest(), before);
    }

    /// @notice The next call must emit what is emitted next, all of it.
    function emits() internal {
        vm.expectEmit(true, true, true, true, address(customs));
    }

    /// @notice What the views say about the neighbours.
    function rest() internal view returns (bytes32) {
        bytes memory rules = abi.encode(
            customs.jurisdictionOf(CN),
            customs.ruleBookOf(CN, 1),
            customs.rulesOf(CN, 1, 0, 100),
            customs.ruleBookAt(CN, APPLIES),
            customs.wasAuthorized(CN, document(861, 0), ORIGIN_BODY, APPLIES),
            customs.isChecker(CN, WAREHOUSE)
        );
        bytes memory declared = abi.encode(
            customs.declarationOf("drive's declaration"),
            customs.assessmentOf("drive's declaration", 1),
            customs.findingsOf("drive's declaration", 1),
            customs.decisionsOf("drive's declaration", 0, 100)
        );
        return keccak256(
            abi.encode(
                rules,
                declared,
                customs.certificateOf("gear's certificate"),
                customs.certificateOn("gear's invoice"),
                customs.attestationOf("warehouse's"),
                customs.inconsistenciesOf(CN, _papers[0]),
                customs.evidencePackOf("drive's pack"),
                customs.packSignatureOf("drive's pack", DRIVE)
            )
        );
    }

    struct Attempt {
        bytes16 member;
        bytes call;
    }

    /// @notice A call of every function that writes but the governor's two, by a member that might make it.
    function everyWrite() internal view returns (Attempt[] memory all) {
        ICustomsCompliance asked = customs;
        bytes16 authority = CUSTOMS_OVERSEAS;
        all = new Attempt[](22);
        all[0] = Attempt(CUSTOMS_HOME, abi.encodeCall(asked.claimJurisdiction, ("XX")));
        all[1] = Attempt(authority, abi.encodeCall(asked.publishRuleBook, (NL, 3, APPLIES, CONTENT)));
        all[2] = Attempt(authority, abi.encodeCall(asked.addRules, (NL, 3, one(requires(0, 0, 1)))));
        all[3] = Attempt(authority, abi.encodeCall(asked.sealRuleBook, (NL, 3)));
        all[4] = Attempt(authority, abi.encodeCall(asked.abandonRuleBook, (NL, 3)));
        all[5] = Attempt(authority, abi.encodeCall(asked.authorizeIssuer, (NL, document(1, 0), BUYER, 1, 0)));
        all[6] = Attempt(authority, abi.encodeCall(asked.endIssuerAuthorization, (NL, document(1, 0), BUYER, 2)));
        all[7] = Attempt(authority, abi.encodeCall(asked.appointChecker, (NL, BUYER, true)));
        all[8] = Attempt(GEAR, abi.encodeCall(asked.issueCertificate, ("new", "gear's list", 0)));
        all[9] = Attempt(GEAR, abi.encodeCall(asked.suspendCertificate, ("gear's certificate", "why")));
        all[10] = Attempt(GEAR, abi.encodeCall(asked.reinstateCertificate, ("gear's certificate")));
        all[11] = Attempt(GEAR, abi.encodeCall(asked.revokeCertificate, ("gear's certificate", "why")));
        all[12] = Attempt(DRIVE, abi.encodeCall(asked.declare, ("new", craneImportTo(CN), 0, _papers)));
        all[13] = Attempt(DRIVE, abi.encodeCall(asked.amend, ("drive's declaration", _papers)));
        all[14] = Attempt(DRIVE, abi.encodeCall(asked.withdraw, ("drive's declaration")));
        all[15] = Attempt(
            CUSTOMS_HOME, abi.encodeCall(asked.decide, ("drive's declaration", 1, Decision.Release, 0, 0, 0))
        );
        all[16] = Attempt(
            DRIVE, abi.encodeCall(asked.reportDecision, ("drive's declaration", Decision.Release, "MRN"))
        );
        all[17] = Attempt(BUYER, abi.encodeCall(asked.lapseHold, ("drive's declaration")));
        all[18] = Attempt(
            WAREHOUSE,
            abi.encodeCall(asked.attestConsistency, ("new", CN, _papers, 1, ConsistencyOutcome.Consistent, 0))
        );
        all[19] = Attempt(WAREHOUSE, abi.encodeCall(asked.withdrawAttestation, ("warehouse's", _papers)));
        all[20] = Attempt(
            DRIVE, abi.encodeCall(asked.submitEvidencePack, ("new", "drive's declaration", _papers))
        );
        all[21] = Attempt(BUYER, abi.encodeCall(asked.countersignEvidencePack, ("drive's pack", CONTENT)));
    }

    /// @notice The call must be refused with exactly this.
    function refusedCall(address caller, bytes memory call, bytes memory reason) internal {
        vm.prank(caller);
        (bool done, bytes memory answer) = address(customs).call(call);
        vm.assertFalse(done);
        vm.assertEq(answer, reason);
    }
}
