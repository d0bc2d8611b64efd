// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsistencyOutcome, Decision, NamedRecord} from "contracts/customs/CustomsTypes.sol";
import {CustomsDesk} from "./CustomsDesk.sol";

/// @notice Does at random what could change the standing of documents, and remembers every pre-check as it was stored.
contract CustomsLife is CustomsDesk {
    bytes32[] internal papers;
    bytes32[] public declarations;
    mapping(bytes32 declaration => bytes32[] digests) internal stored;
    mapping(bytes32 record => uint32) internal versions;
    uint256 internal attestations;
    uint32 internal books = 2;
    uint48 internal lastValidFrom = APPLIES;

    constructor() {
        setUp();
        vm.warp(APPLIES + 1 days);
        uint16[4] memory codes = [uint16(380), 271, 2, 327];
        for (uint256 i = 0; i < 4; ++i) {
            bytes32 paper = keccak256(abi.encode("paper", i));
            publishAs(MANUFACTURER, paper, codes[i], codes[i] == 2 ? DIRECTIVE : 0);
            versions[paper] = 1;
            papers.push(paper);
        }
        as_(CUSTOMS_OVERSEAS);
        customs.appointChecker(NL, SURVEYOR, true);
    }

    function declare(uint256 which) external {
        bytes32 declaration = keccak256(abi.encode("declaration", declarations.length));
        as_(BROKER);
        customs.declare(declaration, craneImport(time()), 0, _some(which));
        declarations.push(declaration);
        _remember(declaration);
    }

    function amend(uint256 which, uint256 named_) external {
        if (declarations.length == 0) return;
        bytes32 declaration = declarations[which % declarations.length];
        as_(BROKER);
        try customs.amend(declaration, _some(named_)) {
            _remember(declaration);
        } catch {}
    }

    function decide(uint256 which, uint8 decision) external {
        if (declarations.length == 0) return;
        bytes32 declaration = declarations[which % declarations.length];
        uint32 last = customs.declarationOf(declaration).assessments;
        as_(CUSTOMS_OVERSEAS);
        try customs.decide(declaration, last, Decision(1 + decision % 5), 0, 0, 0) {} catch {}
    }

    function revise(uint256 which, uint16 subtype) external {
        bytes32 paper = papers[which % papers.length];
        try this.publishVersionAs(paper, versions[paper] + 1, subtype % 3) {
            ++versions[paper];
        } catch {}
    }

    function publishVersionAs(bytes32 paper, uint32 version, uint16 subtype) external {
        reviseAs(MANUFACTURER, paper, version, subtype);
    }

    function revoke(uint256 which) external {
        as_(MANUFACTURER);
        try records.revoke(papers[which % papers.length], 1) {} catch {}
    }

    function contradict(uint256 first) external {
        NamedRecord[] memory compared = new NamedRecord[](2);
        for (uint256 i = 0; i < 2; ++i) {
            bytes32 paper = papers[(first % papers.length + i) % papers.length];
            compared[i] = NamedRecord(paper, versions[paper]);
        }
        as_(SURVEYOR);
        customs.attestConsistency(bytes32(++attestations), NL, compared, 1, ConsistencyOutcome.Inconsistent, 0);
    }

    function newRuleBook(uint48 gap, uint16 basis) external {
        lastValidFrom += gap % 2 days;
        sealBook(NL, ++books, lastValidFrom, craneRules(1 + basis % 2, 2 - basis % 2));
        pass(1 days);
    }

    function replaceAuthority() external {
        vm.prank(address(governor));
        customs.assignJurisdiction(NL, CUSTOMS_OVERSEAS);
    }

    function count() external view returns (uint256) {
        return declarations.length;
    }

    /// @notice Whether every pre-check still is what it was, and there is none more or less.
    function unchanged() external view returns (bool) {
        for (uint256 i = 0; i < declarations.length; ++i) {
            bytes32[] storage digests = stored[declarations[i]];
            if (customs.declarationOf(declarations[i]).assessments != digests.length) return false;
            for (uint32 k = 0; k < digests.length; ++k) {
                if (_digest(declarations[i], k + 1) != digests[k]) return false;
            }
        }
        return true;
    }

    function _remember(bytes32 declaration) private {
        stored[declaration].push(_digest(declaration, uint32(stored[declaration].length + 1)));
    }

    function _digest(bytes32 declaration, uint32 assessment) private view returns (bytes32) {
        return keccak256(
            abi.encode(customs.assessmentOf(declaration, assessment), customs.findingsOf(declaration, assessment))
        );
    }

    function _some(uint256 which) private view returns (NamedRecord[] memory some) {
        some = new NamedRecord[](papers.length);
        uint256 taken;
        for (uint256 i = 0; i < papers.length; ++i) {
            if ((which >> i) & 1 == 1) some[taken++] = NamedRecord(papers[i], versions[papers[i]]);
        }
        assembly {
            mstore(some, taken)
        }
    }
}

/// @notice A stored pre-check never changes, whatever becomes of rules, records and declarations.
contract PreCheckImmutabilityTest {
    CustomsLife internal life;

    function setUp() public {
        life = new CustomsLife();
        life.declare(3);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(life);
    }

    /// @dev The view functions and the helper are no moves.
    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[] memory moves = new bytes4[](8);
        moves[0] = CustomsLife.declare.selector;
        moves[1] = CustomsLife.amend.selector;
        moves[2] = CustomsLife.decide.selector;
        moves[3] = CustomsLife.revise.selector;
        moves[4] = CustomsLife.revoke.selector;
        moves[5] = CustomsLife.contradict.selector;
        moves[6] = CustomsLife.newRuleBook.selector;
        moves[7] = CustomsLife.replaceAuthority.selector;
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(life), moves);
    }

    /// forge-config: default.invariant.runs = 24
    function invariant_storedPreChecksNeverChange() public view {
        assert(life.count() > 0);
        assert(life.unchanged());
    }

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }
}
