// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MemberKind} from "contracts/access/IMemberRegistry.sol";
import {CustomsCompliance} from "contracts/customs/CustomsCompliance.sol";
import {
    Assessment,
    AssessmentOutcome,
    Certificate,
    CertificateStatus,
    ConsistencyOutcome,
    Decision,
    DecisionEntry,
    DecisionSource,
    Declaration,
    DeclarationStatus,
    EvidencePack,
    Finding,
    FindingStatus,
    Jurisdiction,
    Movement,
    NamedRecord,
    Rule,
    RuleBookStatus,
    RuleEffect,
    TariffCode
} from "contracts/customs/CustomsTypes.sol";
import {CodeList, DocumentType, Publication, Revision} from "contracts/records/IRecordRegistry.sol";
import {Handler} from "./Handler.sol";
import {World} from "./World.sol";

/// @title Three authorities (one of them mirrored), declarants, issuers and checkers
contract CustomsHandler is Handler {
    uint256 private constant PAPERS = 6;
    bytes2 private constant NL = "NL";
    bytes2 private constant CN = "CN";
    bytes2 private constant MIRRORED = "BR";
    bytes32 private constant ORDER = keccak256("order");

    struct KnownJurisdiction {
        bytes16 authority;
        bytes16 transcriber;
        uint32 versions;
        bool draft;
    }

    struct KnownBook {
        bytes2 jurisdiction;
        uint32 version;
        uint48 validFrom;
        RuleBookStatus status;
        uint256 rules;
        bytes32 digest; // once sealed
    }

    struct Paper {
        bytes32 id;
        bytes16 issuer;
        uint32 version;
        bool revoked;
    }

    struct Period {
        uint48 from;
        uint48 until;
    }

    struct KnownCertificate {
        bytes32 id;
        uint256 paper;
        CertificateStatus status;
    }

    struct KnownDeclaration {
        bytes32 id;
        bytes16 declarant;
        bytes2 jurisdiction;
        DeclarationStatus status;
        uint48 lapsesAt;
        DecisionSource lastSource;
        bytes32[] assessments;
        bytes32[] decisions;
    }

    struct KnownAttestation {
        bytes32 id;
        bytes2 jurisdiction;
        bytes16 checker;
        bool inconsistent;
        bool withdrawn;
        NamedRecord[] records;
    }

    struct KnownPack {
        bytes32 id;
        uint256 declaration;
        bytes32 digest;
        uint256 countersignatures;
    }

    CustomsCompliance private immutable CUSTOMS;

    mapping(bytes2 jurisdiction => KnownJurisdiction) private _places;
    KnownBook[] private _books;
    Paper[] private _papers;
    mapping(bytes32 key => Period[]) private _periods;
    mapping(bytes32 key => bool) private _checkers;
    KnownCertificate[] private _certificates;
    mapping(uint256 paper => uint256) private _certificateOn; // number plus 1
    KnownDeclaration[] private _declarations;
    KnownAttestation[] private _attestations;
    KnownPack[] private _packs;
    mapping(bytes32 key => bool) private _signed;
    uint256 private _ids;

    constructor(World world) Handler(world) {
        CUSTOMS = CustomsCompliance(world.at("CustomsCompliance"));
        _given(NL, CUSTOMS_OVERSEAS);
        _given(CN, CUSTOMS_HOME);
        _given(MIRRORED, CUSTOMS_MIRRORED);
        vm.prank(world.at("ConsortiumGovernor"));
        CUSTOMS.designateTranscriber(MIRRORED, BROKER);
        _places[MIRRORED].transcriber = BROKER;
        for (uint256 i = 0; i < PAPERS; ++i) {
            Paper storage paper = _papers.push();
            (paper.id, paper.issuer, paper.version) =
                (keccak256(abi.encode("paper", i)), i % 2 == 0 ? MANUFACTURER : CARRIER, 1);
            _as(paper.issuer);
            DocumentType memory kind = _document(i % 4, uint16(i / 4));
            bytes32 subject = i % 3 == 0 ? bytes32(0) : ORDER;
            RECORDS.publish(Publication(paper.id, kind, subject, "root", "digest", 0x55, _now(), 0, 0));
        }
        _seal(NL, CUSTOMS_OVERSEAS);
        _seal(CN, CUSTOMS_HOME);
    }

    function name() external pure override returns (string memory) {
        return "CustomsHandler";
    }

    function wait(uint256 draw) external drawn(draw) {
        _wait();
    }

    // --------------------------------------------------------------------------------------- authorities, rule books

    function claimJurisdiction(uint256 draw) external drawn(draw) {
        bytes2 place = _seldom(3) ? _place() : bytes2(uint16(0x4141 + _pick(6)));
        bytes16 caller = _seldom(3) ? _anyMember() : [CUSTOMS_HOME, CUSTOMS_OVERSEAS][_pick(2)];
        if (!_ask(caller, abi.encodeCall(CUSTOMS.claimJurisdiction, (place)))) return;
        _require(_places[place].authority == 0, "76: a jurisdiction was taken that has an authority");
        _require(caller == CUSTOMS_HOME || caller == CUSTOMS_OVERSEAS, "76: a jurisdiction was taken by no authority");
        _places[place].authority = caller;
    }

    function assignJurisdiction(uint256 draw) external drawn(draw) {
        if (!_seldom(4)) return _count(false);
        bytes2 place = _place();
        bytes16 authority = _seldom(4)
            ? _anyMember()
            : place == NL ? CUSTOMS_OVERSEAS : place == CN ? CUSTOMS_HOME : _seldom(2) ? CUSTOMS_MIRRORED : CUSTOMS_HOME;
        bytes memory call = abi.encodeCall(CUSTOMS.assignJurisdiction, (place, authority));
        if (_seldom(3)) {
            _require(!_ask(_anyMember(), call), "4: an account did by itself what only a vote may do");
        } else if (_attemptByVote(address(CUSTOMS), call)) {
            _places[place].authority = authority;
        }
    }

    function designateTranscriber(uint256 draw) external drawn(draw) {
        (bytes2 place, bytes16 member) = (_place(), _seldom(3) ? _anyMember() : BROKER);
        bytes memory call = abi.encodeCall(CUSTOMS.designateTranscriber, (place, member));
        if (_attemptByVote(address(CUSTOMS), call)) _places[place].transcriber = member;
    }

    function publishRuleBook(uint256 draw) external drawn(draw) {
        bytes2 place = _place();
        KnownJurisdiction storage known = _places[place];
        uint32 version = known.versions + (_seldom(8) ? 2 : 1);
        uint48 validFrom = _seldom(8) ? _now() - uint48(_pick(90 days)) : _now() + uint48(_pick(20 days));
        bytes16 caller = _mostly(_publisher(place));
        if (!_ask(caller, abi.encodeCall(CUSTOMS.publishRuleBook, (place, version, validFrom, "text")))) return;
        _require(caller == _publisher(place), "76: rules were written by another than the authority");
        _require(!known.draft && version == known.versions + 1, "78: a version was left out, or a draft is open");
        for (uint256 i = 0; i < _books.length; ++i) {
            _require(
                _books[i].jurisdiction != place || _books[i].status != RuleBookStatus.Sealed
                    || _books[i].validFrom <= validFrom,
                "78: a rule book begins before one that is sealed"
            );
        }
        (known.versions, known.draft) = (version, true);
        _books.push(KnownBook(place, version, validFrom, RuleBookStatus.Draft, 0, 0));
    }

    function addRules(uint256 draw) external drawn(draw) {
        KnownBook storage book = _book(RuleBookStatus.Draft);
        Rule[] memory rules = new Rule[](1 + _pick(3));
        for (uint256 i = 0; i < rules.length; ++i) {
            rules[i] = _rule();
        }
        bytes16 caller = _mostly(_publisher(book.jurisdiction));
        if (!_ask(caller, abi.encodeCall(CUSTOMS.addRules, (book.jurisdiction, book.version, rules)))) return;
        _require(caller == _publisher(book.jurisdiction), "76: rules were written by another than the authority");
        _require(book.status == RuleBookStatus.Draft, "77: a rule was added to a sealed book");
        book.rules += rules.length;
    }

    function sealRuleBook(uint256 draw) external drawn(draw) {
        KnownBook storage book = _book(RuleBookStatus.Draft);
        bytes16 caller = _mostly(_publisher(book.jurisdiction));
        if (!_ask(caller, abi.encodeCall(CUSTOMS.sealRuleBook, (book.jurisdiction, book.version)))) return;
        _require(caller == _publisher(book.jurisdiction), "76: rules were sealed by another than the authority");
        _require(book.status == RuleBookStatus.Draft && book.rules != 0, "77: a book was sealed twice, or empty");
        _sealed(book);
    }

    function abandonRuleBook(uint256 draw) external drawn(draw) {
        if (!_seldom(3)) return _count(false);
        KnownBook storage book = _book(RuleBookStatus.Draft);
        bytes16 caller = _mostly(_publisher(book.jurisdiction));
        if (!_ask(caller, abi.encodeCall(CUSTOMS.abandonRuleBook, (book.jurisdiction, book.version)))) return;
        _require(
            caller == _publisher(book.jurisdiction) && book.status == RuleBookStatus.Draft, "77: a sealed book was given up"
        );
        book.status = RuleBookStatus.Abandoned;
        _places[book.jurisdiction].draft = false;
    }

    // --------------------------------------------------------------------------------------- issuers and checkers

    function authorizeIssuer(uint256 draw) external drawn(draw) {
        bytes2 place = _place();
        (bytes16 issuer, DocumentType memory kind) = (_issuer(), _document(_pick(4), uint16(_pick(2))));
        uint48 from = _now() - uint48(_pick(20 days));
        uint48 until = _seldom(2) ? 0 : from + uint48(_pick(60 days));
        bytes16 caller = _mostly(_publisher(place));
        bytes memory call = abi.encodeCall(CUSTOMS.authorizeIssuer, (place, kind, issuer, from, until));
        if (!_ask(caller, call)) return;
        _require(caller == _publisher(place), "76: an issuer was entitled by another than the authority");
        Period[] storage periods = _periods[_key(place, issuer, kind)];
        if (periods.length != 0) {
            uint48 end = periods[periods.length - 1].until;
            _require(end != 0 && end <= from, "84: periods of an entitlement overlap");
        }
        periods.push(Period(from, until));
    }

    function endIssuerAuthorization(uint256 draw) external drawn(draw) {
        bytes2 place = _place();
        (bytes16 issuer, DocumentType memory kind) = (_issuer(), _document(_pick(4), uint16(_pick(2))));
        for (uint256 i = 0; i < 12; ++i) {
            if (_periods[_key(place, issuer, kind)].length != 0) break;
            (place, issuer, kind) = (_place(), _issuer(), _document(_pick(4), uint16(_pick(2))));
        }
        uint48 endsAt = _now() - uint48(_pick(10 days));
        bytes16 caller = _mostly(_publisher(place));
        bytes memory call = abi.encodeCall(CUSTOMS.endIssuerAuthorization, (place, kind, issuer, endsAt));
        if (!_ask(caller, call)) return;
        _require(caller == _publisher(place), "76: an entitlement was ended by another than the authority");
        Period[] storage periods = _periods[_key(place, issuer, kind)];
        Period storage last = periods[periods.length - 1];
        _require(endsAt > last.from && (last.until == 0 || endsAt < last.until), "84: an entitlement was prolonged");
        last.until = endsAt;
    }

    function appointChecker(uint256 draw) external drawn(draw) {
        (bytes2 place, bytes16 checker, bool appointed) = (_place(), _seldom(3) ? _anyMember() : SURVEYOR, !_seldom(4));
        bytes16 caller = _mostly(_publisher(place));
        if (!_ask(caller, abi.encodeCall(CUSTOMS.appointChecker, (place, checker, appointed)))) return;
        _require(caller == _publisher(place), "76: a checker was named by another than the authority");
        _checkers[keccak256(abi.encode(place, checker))] = appointed;
    }

    // ----------------------------------------------------------------------------------------- papers, certificates

    function revisePaper(uint256 draw) external drawn(draw) {
        Paper storage paper = _papers[_pick(PAPERS)];
        uint48 until = _seldom(3) ? _now() + uint48(1 + _pick(20 days)) : 0;
        Revision memory revision = Revision(uint16(_pick(3)), "root", "digest", 0x55, _now(), until, 0);
        bytes memory call = abi.encodeCall(RECORDS.publishVersion, (paper.id, paper.version + 1, revision));
        if (_attempt(paper.issuer, address(RECORDS), call)) ++paper.version;
    }

    function revokePaper(uint256 draw) external drawn(draw) {
        if (!_seldom(16)) return _count(false); // or none would be left
        Paper storage paper = _papers[_pick(PAPERS)];
        if (_attempt(paper.issuer, address(RECORDS), abi.encodeCall(RECORDS.revoke, (paper.id, 1)))) paper.revoked = true;
    }

    function issueCertificate(uint256 draw) external drawn(draw) {
        bool again = _certificates.length != 0 && _seldom(8);
        bytes32 id = again ? _certificates[_pick(_certificates.length)].id : _newId();
        uint256 number = _pick(PAPERS);
        bytes16 caller = _mostly(_papers[number].issuer);
        if (!_ask(caller, abi.encodeCall(CUSTOMS.issueCertificate, (id, _papers[number].id, BUYER)))) return;
        _require(!again && _certificateOn[number] == 0, "81: a second certificate on a record");
        _require(
            caller == _papers[number].issuer && !_papers[number].revoked, "81: a certificate by another than the issuer"
        );
        _certificates.push(KnownCertificate(id, number, CertificateStatus.Issued));
        _certificateOn[number] = _certificates.length;
    }

    function suspendCertificate(uint256 draw) external drawn(draw) {
        if (_certificates.length == 0) return _count(false);
        KnownCertificate storage known = _certificates[_pick(_certificates.length)];
        bytes16 caller = _mostly(_papers[known.paper].issuer);
        if (!_ask(caller, abi.encodeCall(CUSTOMS.suspendCertificate, (known.id, "reason")))) return;
        _certified(known, caller, CertificateStatus.Issued);
        known.status = CertificateStatus.Suspended;
    }

    function reinstateCertificate(uint256 draw) external drawn(draw) {
        if (_certificates.length == 0) return _count(false);
        KnownCertificate storage known = _certificates[_pick(_certificates.length)];
        bytes16 caller = _mostly(_papers[known.paper].issuer);
        if (!_ask(caller, abi.encodeCall(CUSTOMS.reinstateCertificate, (known.id)))) return;
        _certified(known, caller, CertificateStatus.Suspended);
        known.status = CertificateStatus.Issued;
    }

    function revokeCertificate(uint256 draw) external drawn(draw) {
        if (_certificates.length == 0 || !_seldom(4)) return _count(false);
        KnownCertificate storage known = _certificates[_pick(_certificates.length)];
        bytes16 caller = _mostly(_papers[known.paper].issuer);
        if (!_ask(caller, abi.encodeCall(CUSTOMS.revokeCertificate, (known.id, "reason")))) return;
        _certified(known, caller, known.status);
        _require(known.status != CertificateStatus.Revoked, "81: a certificate was revoked twice");
        known.status = CertificateStatus.Revoked;
    }

    // -------------------------------------------------------------------------------------- declarations, decisions

    function declare(uint256 draw) external drawn(draw) {
        bool again = _declarations.length != 0 && _seldom(8);
        bytes32 id = again ? _declarations[_pick(_declarations.length)].id : _newId();
        Movement memory movement = _movement();
        NamedRecord[] memory papers = _named();
        bytes16 caller = _seldom(2) ? BROKER : _anyMember();
        bytes32 asked = _askBefore(movement, papers);
        bytes32 data = _seldom(4) ? RECORD : bytes32(0);
        if (!_ask(caller, abi.encodeCall(CUSTOMS.declare, (id, movement, data, papers)))) return;
        _require(!again, "80: goods were declared twice under one id");
        KnownDeclaration storage known = _declarations.push();
        (known.id, known.declarant, known.jurisdiction) = (id, caller, movement.jurisdiction);
        known.status = DeclarationStatus.Declared;
        _assessed(known, movement.triggerDate, asked);
    }

    function amend(uint256 draw) external drawn(draw) {
        if (_declarations.length == 0) return _count(false);
        KnownDeclaration storage known = _declaration();
        NamedRecord[] memory papers = _named();
        Movement memory movement = CUSTOMS.declarationOf(known.id).movement;
        bytes16 caller = _mostly(known.declarant);
        bytes32 asked = _askBefore(movement, papers);
        if (!_ask(caller, abi.encodeCall(CUSTOMS.amend, (known.id, papers)))) return;
        _require(caller == known.declarant, "80: a declaration was amended by another than the declarant");
        _require(_isOpen(known.status), "80: a declaration was amended after its end");
        _assessed(known, movement.triggerDate, asked);
    }

    function withdraw(uint256 draw) external drawn(draw) {
        if (_declarations.length == 0 || !_seldom(4)) return _count(false);
        KnownDeclaration storage known = _declaration();
        bytes16 caller = _mostly(known.declarant);
        if (!_ask(caller, abi.encodeCall(CUSTOMS.withdraw, (known.id)))) return;
        _require(
            caller == known.declarant && known.status == DeclarationStatus.Declared, "80: a decided declaration was withdrawn"
        );
        known.status = DeclarationStatus.Withdrawn;
    }

    function decide(uint256 draw) external drawn(draw) {
        if (_declarations.length == 0) return _count(false);
        KnownDeclaration storage known = _declaration();
        uint32 last = uint32(known.assessments.length);
        (uint32 on, Decision decision) = (_seldom(8) ? last - 1 : last, Decision(_pick(6)));
        uint48 lapsesAt = decision == Decision.Hold && _seldom(2) ? _now() + uint48(_pick(10 days)) : 0;
        bytes16 caller = _mostly(_places[known.jurisdiction].authority);
        bytes memory call = abi.encodeCall(CUSTOMS.decide, (known.id, on, decision, lapsesAt, "reason", 0));
        if (!_ask(caller, call)) return;
        _require(_isAuthority(known.jurisdiction, caller), "80: a decision by another than the authority");
        _require(on == last, "80: a decision on a pre-check that is not the last");
        _decided(known, decision, DecisionSource.Own, caller);
        known.lapsesAt = lapsesAt;
    }

    function reportDecision(uint256 draw) external drawn(draw) {
        if (_declarations.length == 0) return _count(false);
        KnownDeclaration storage known = _declaration();
        for (uint256 i = 0; i < _declarations.length && !_seldom(8); ++i) {
            bool mirrored = _declarations[i].jurisdiction == MIRRORED;
            if (mirrored && _isOpen(_declarations[i].status)) known = _declarations[i];
        }
        (Decision decision, bytes32 referenceHash) = (Decision(_pick(6)), _seldom(8) ? bytes32(0) : bytes32("MRN"));
        bytes16 caller = _mostly(known.declarant);
        bytes memory call = abi.encodeCall(CUSTOMS.reportDecision, (known.id, decision, referenceHash));
        if (!_ask(caller, call)) return;
        _require(
            caller == known.declarant && _isMirrored(known.jurisdiction) && referenceHash != 0,
            "80: a decision was reported of an authority that speaks for itself"
        );
        _decided(known, decision, DecisionSource.Reported, caller);
        known.lapsesAt = 0;
    }

    function lapseHold(uint256 draw) external drawn(draw) {
        if (_declarations.length == 0) return _count(false);
        KnownDeclaration storage known = _declaration();
        for (uint256 i = 0; i < _declarations.length && !_seldom(8); ++i) {
            if (_declarations[i].lapsesAt != 0) known = _declarations[i];
        }
        if (known.lapsesAt > _now() && _seldom(2)) _pass(known.lapsesAt - _now());
        if (!_ask(_anyMember(), abi.encodeCall(CUSTOMS.lapseHold, (known.id)))) return;
        _require(known.lapsesAt != 0 && _now() >= known.lapsesAt, "80: a hold lapsed before its time");
        _decided(known, Decision.Release, DecisionSource.Lapsed, 0);
        known.lapsesAt = 0;
    }

    // ----------------------------------------------------------------------------------------- consistency, evidence

    function attestConsistency(uint256 draw) external drawn(draw) {
        bool again = _attestations.length != 0 && _seldom(8);
        bytes32 id = again ? _attestations[_pick(_attestations.length)].id : _newId();
        (bytes2 place, bytes16 caller) = (_place(), _mostly(SURVEYOR));
        for (uint256 i = 0; i < 4 && !_checkers[keccak256(abi.encode(place, caller))]; ++i) {
            place = _place();
        }
        NamedRecord[] memory papers = _named();
        ConsistencyOutcome outcome = ConsistencyOutcome(_pick(3));
        bytes memory call = abi.encodeCall(CUSTOMS.attestConsistency, (id, place, papers, 1, outcome, "report"));
        if (!_ask(caller, call)) return;
        _require(
            !again && _checkers[keccak256(abi.encode(place, caller))], "82: an attestation by no checker, or a second one"
        );
        KnownAttestation storage known = _attestations.push();
        (known.id, known.jurisdiction, known.checker) = (id, place, caller);
        known.inconsistent = outcome == ConsistencyOutcome.Inconsistent;
        for (uint256 i = 0; i < papers.length; ++i) {
            known.records.push(papers[i]);
        }
    }

    function withdrawAttestation(uint256 draw) external drawn(draw) {
        if (_attestations.length == 0) return _count(false);
        KnownAttestation storage known = _attestations[_pick(_attestations.length)];
        for (uint256 i = 0; i < _attestations.length && !_seldom(8); ++i) {
            if (!_attestations[i].withdrawn) known = _attestations[i];
        }
        bytes16 ruler = _publisher(known.jurisdiction);
        bytes16 caller = _mostly(_seldom(3) ? ruler : known.checker);
        NamedRecord[] memory papers = known.records;
        bool other = _seldom(8);
        if (other) ++papers[0].version;
        if (!_ask(caller, abi.encodeCall(CUSTOMS.withdrawAttestation, (known.id, papers)))) return;
        _require(
            (caller == known.checker || caller == ruler) && !known.withdrawn && !other, "82: an attestation was withdrawn by another, or twice"
        );
        known.withdrawn = true;
    }

    function submitEvidencePack(uint256 draw) external drawn(draw) {
        if (_declarations.length == 0) return _count(false);
        uint256 number = _pick(_declarations.length);
        bool again = _packs.length != 0 && _seldom(8);
        bytes32 id = again ? _packs[_pick(_packs.length)].id : _newId();
        NamedRecord[] memory papers = _named();
        bytes16 caller = _mostly(_declarations[number].declarant);
        bytes32 declaration = _declarations[number].id;
        if (!_ask(caller, abi.encodeCall(CUSTOMS.submitEvidencePack, (id, declaration, papers)))) return;
        _require(!again && caller == _declarations[number].declarant, "83: a pack by another than the declarant");
        _packs.push(KnownPack(id, number, keccak256(abi.encode(declaration, papers)), 0));
        _signed[keccak256(abi.encode(id, caller))] = true;
    }

    function countersignEvidencePack(uint256 draw) external drawn(draw) {
        if (_packs.length == 0) return _count(false);
        KnownPack storage known = _packs[_pick(_packs.length)];
        bytes16 caller = _anyMember();
        bytes32 digest = _seldom(6) ? bytes32("another") : known.digest;
        if (!_ask(caller, abi.encodeCall(CUSTOMS.countersignEvidencePack, (known.id, digest)))) return;
        _require(digest == known.digest, "83: a pack was signed that is another");
        bytes32 key = keccak256(abi.encode(known.id, caller));
        _require(!_signed[key], "83: a pack was signed twice by one member");
        _signed[key] = true;
        ++known.countersignatures;
    }

    // ---------------------------------------------------------------------------------------------- invariants

    /// @notice 79, 80: pre-checks and decisions are only ever added; what ended a declaration stays.
    function holds_preChecksAndDecisionsStay() external view {
        // The newest and, at other times, others: all of them would take too long.
        for (uint256 k = 0; k < 6 && k < _declarations.length; ++k) {
            uint256 i = k < 3 ? _declarations.length - 1 - k : (block.timestamp + k) % _declarations.length;
            KnownDeclaration storage known = _declarations[i];
            Declaration memory stored = CUSTOMS.declarationOf(known.id);
            _require(stored.assessments == known.assessments.length, "79: a pre-check vanished or came by itself");
            for (uint32 n = 1; n <= stored.assessments; ++n) {
                _require(_digestOf(known.id, n) == known.assessments[n - 1], "79: a stored pre-check changed");
            }
            _require(
                stored.status == known.status && stored.lapsesAt == known.lapsesAt
                    && stored.declarant == known.declarant,
                "80: a declaration's standing changed by itself"
            );
            DecisionEntry[] memory entries = CUSTOMS.decisionsOf(known.id, 0, 100);
            _require(
                stored.decisions == known.decisions.length && entries.length == known.decisions.length,
                "80: a decision vanished or came by itself"
            );
            for (uint256 n = 0; n < entries.length; ++n) {
                _require(keccak256(abi.encode(entries[n])) == known.decisions[n], "80: a decision changed");
            }
        }
    }

    /// @notice 76, 77, 78: a sealed rule book never changes, and the trigger date alone decides which one rules.
    function holds_ruleBooksStaySealed() external view {
        for (uint256 i = 0; i < _books.length; ++i) {
            KnownBook storage known = _books[i];
            _require(
                CUSTOMS.ruleBookOf(known.jurisdiction, known.version).status == known.status,
                "77: a rule book's status changed by itself"
            );
            if (known.status != RuleBookStatus.Sealed) continue;
            _require(_digestOfBook(known) == known.digest, "77: a sealed rule book changed");
        }
        for (uint256 i = 0; i < 3; ++i) {
            bytes2 place = [NL, CN, MIRRORED][i];
            Jurisdiction memory stored = CUSTOMS.jurisdictionOf(place);
            KnownJurisdiction storage known = _places[place];
            _require(
                stored.authority == known.authority && stored.transcriber == known.transcriber,
                "76: a jurisdiction's authority changed without a vote"
            );
            _require(stored.versions == known.versions && stored.draftOpen == known.draft, "78: versions are miscounted");
            for (uint48 k = 0; k < 4; ++k) {
                uint48 date = _now() + k * 7 days - 7 days;
                _require(CUSTOMS.ruleBookAt(place, date) == _bookAt(place, date), "78: another rule book rules a date");
            }
        }
    }

    /// @notice 81, 84: certificates and entitlements are what their issuers and authorities made of them.
    function holds_certificatesAndEntitlements() external view {
        for (uint256 i = 0; i < _certificates.length; ++i) {
            KnownCertificate storage known = _certificates[i];
            Certificate memory stored = CUSTOMS.certificateOf(known.id);
            _require(stored.status == known.status, "81: a revoked certificate came back");
            _require(
                stored.record == _papers[known.paper].id && CUSTOMS.certificateOn(stored.record) == known.id,
                "81: a certificate is on another record"
            );
        }
        for (uint256 i = 0; i < 4; ++i) {
            bytes2 place = [NL, CN, NL, CN][i];
            bytes16 issuer = i < 2 ? MANUFACTURER : CARRIER;
            DocumentType memory kind = _document((block.timestamp + i) % 4, uint16(i % 2));
            for (uint48 k = 0; k < 3; ++k) {
                uint48 date = _now() - k * 9 days;
                _require(
                    CUSTOMS.wasAuthorized(place, kind, issuer, date) == _wasEntitled(place, kind, issuer, date),
                    "84: an entitlement is not what the authority gave"
                );
            }
        }
    }

    /// @notice 82, 83: contradictions are counted as they stand; packs are what was signed.
    function holds_attestationsAndPacks() external view {
        for (uint256 i = 0; i < PAPERS; ++i) {
            NamedRecord memory named = NamedRecord(_papers[i].id, _papers[i].version);
            for (uint256 k = 0; k < 2; ++k) {
                bytes2 place = k == 0 ? NL : CN;
                _require(
                    CUSTOMS.inconsistenciesOf(place, named) == _contradictions(place, named),
                    "82: contradictions are not those that stand"
                );
            }
        }
        for (uint256 i = 0; i < _packs.length; ++i) {
            EvidencePack memory pack = CUSTOMS.evidencePackOf(_packs[i].id);
            _require(
                pack.digest == _packs[i].digest && pack.declaration == _declarations[_packs[i].declaration].id
                    && pack.countersignatures == _packs[i].countersignatures,
                "83: a pack changed after it was signed"
            );
        }
    }

    // ------------------------------------------------------------------------------------------------- private

    function _ask(bytes16 member, bytes memory call) private returns (bool) {
        return _attempt(member, address(CUSTOMS), call);
    }

    function _assessed(KnownDeclaration storage known, uint48 triggerDate, bytes32 asked) private {
        uint32 number = uint32(known.assessments.length + 1);
        Assessment memory assessment = CUSTOMS.assessmentOf(known.id, number);
        Finding[] memory findings = CUSTOMS.findingsOf(known.id, number);
        _require(assessment.ruleBookVersion == _bookAt(known.jurisdiction, triggerDate), "78: another rule book was used");
        uint256 open;
        for (uint256 i = 0; i < findings.length; ++i) {
            FindingStatus status = findings[i].status;
            if (status != FindingStatus.Present && status != FindingStatus.Noted) ++open;
            _require(findings[i].ruleBookVersion == assessment.ruleBookVersion, "78: another rule book was used");
        }
        _require(
            assessment.open == open && assessment.findings == findings.length
                && assessment.outcome
                    == (
                        assessment.ruleBookVersion == 0
                            ? AssessmentOutcome.NotAssessed
                            : open == 0 ? AssessmentOutcome.Passed : AssessmentOutcome.Failed
                    ),
            "85: a pre-check's outcome is not that of its findings"
        );
        bytes32 digest = keccak256(abi.encode(assessment, findings));
        _require(asked == digest, "85: asked before, the same engine gave another answer");
        known.assessments.push(digest);
    }

    function _askBefore(Movement memory movement, NamedRecord[] memory papers) private view returns (bytes32) {
        try CUSTOMS.precheck(movement, papers) returns (Assessment memory assessment, Finding[] memory findings) {
            return keccak256(abi.encode(assessment, findings));
        } catch {
            return 0;
        }
    }

    function _decided(KnownDeclaration storage known, Decision decision, DecisionSource source, bytes16 member) private {
        bool overReport = source == DecisionSource.Own && known.lastSource == DecisionSource.Reported;
        DeclarationStatus next = [
            DeclarationStatus.None,
            DeclarationStatus.Held,
            DeclarationStatus.UnderInspection,
            DeclarationStatus.Released,
            DeclarationStatus.Refused,
            DeclarationStatus.Seized
        ][uint8(decision)];
        _require(
            next != DeclarationStatus.None && (overReport || (_isOpen(known.status) && next != known.status)),
            "80: a final decision was taken back"
        );
        (known.status, known.lastSource) = (next, source);
        DecisionEntry[] memory entries = CUSTOMS.decisionsOf(known.id, known.decisions.length, 1);
        _require(
            entries.length == 1 && entries[0].decision == decision && entries[0].source == source
                && entries[0].member == member && entries[0].decidedAt == _now(),
            "80: a decision was stored as another, or as somebody else's"
        );
        known.decisions.push(keccak256(abi.encode(entries[0])));
    }

    function _certified(KnownCertificate storage known, bytes16 caller, CertificateStatus status) private view {
        _require(
            caller == _papers[known.paper].issuer && known.status == status,
            "81: a certificate was changed by another than its issuer, or after its end"
        );
    }

    function _isOpen(DeclarationStatus status) private pure returns (bool) {
        return status == DeclarationStatus.Declared || status == DeclarationStatus.Held
            || status == DeclarationStatus.UnderInspection || status == DeclarationStatus.Seized;
    }

    function _isMirrored(bytes2 place) private view returns (bool) {
        return _places[place].authority == CUSTOMS_MIRRORED;
    }

    function _isAuthority(bytes2 place, bytes16 member) private view returns (bool) {
        return member == _places[place].authority && !_isMirrored(place);
    }

    function _publisher(bytes2 place) private view returns (bytes16) {
        return _isMirrored(place) ? _places[place].transcriber : _places[place].authority;
    }

    function _bookAt(bytes2 place, uint48 date) private view returns (uint32 version) {
        for (uint256 i = 0; i < _books.length; ++i) {
            KnownBook storage book = _books[i];
            bool rules = book.jurisdiction == place && book.status == RuleBookStatus.Sealed && book.validFrom <= date;
            if (rules) version = book.version;
        }
    }

    function _wasEntitled(bytes2 place, DocumentType memory kind, bytes16 issuer, uint48 date)
        private
        view
        returns (bool)
    {
        for (uint256 general = 0; general < 2; ++general) {
            if (general == 1) kind.subtype = 0;
            Period[] storage periods = _periods[_key(place, issuer, kind)];
            for (uint256 i = 0; i < periods.length; ++i) {
                if (periods[i].from <= date && (periods[i].until == 0 || date < periods[i].until)) return true;
            }
        }
        return false;
    }

    function _contradictions(bytes2 place, NamedRecord memory named) private view returns (uint256 count) {
        for (uint256 i = 0; i < _attestations.length; ++i) {
            KnownAttestation storage known = _attestations[i];
            if (known.withdrawn || !known.inconsistent || known.jurisdiction != place) continue;
            for (uint256 k = 0; k < known.records.length; ++k) {
                bool same = known.records[k].record == named.record && known.records[k].version == named.version;
                if (same) ++count;
            }
        }
    }

    function _digestOf(bytes32 declaration, uint32 assessment) private view returns (bytes32) {
        return keccak256(
            abi.encode(CUSTOMS.assessmentOf(declaration, assessment), CUSTOMS.findingsOf(declaration, assessment))
        );
    }

    function _digestOfBook(KnownBook storage book) private view returns (bytes32) {
        return keccak256(
            abi.encode(
                CUSTOMS.ruleBookOf(book.jurisdiction, book.version),
                CUSTOMS.rulesOf(book.jurisdiction, book.version, 0, 100)
            )
        );
    }

    function _key(bytes2 place, bytes16 issuer, DocumentType memory kind) private pure returns (bytes32) {
        return keccak256(abi.encode(place, issuer, kind));
    }

    function _place() private returns (bytes2) {
        return _seldom(3) ? MIRRORED : _seldom(3) ? CN : NL;
    }

    function _issuer() private returns (bytes16) {
        return _seldom(2) ? MANUFACTURER : CARRIER;
    }

    /// @dev Mostly one that stands so.
    function _book(RuleBookStatus status) private returns (KnownBook storage book) {
        book = _books[_pick(_books.length)];
        for (uint256 i = 0; i < _books.length && !_seldom(24); ++i) {
            if (_books[i].status == status) book = _books[i];
        }
    }

    /// @dev Mostly one of the last on which something can be decided.
    function _declaration() private returns (KnownDeclaration storage known) {
        uint256 length = _declarations.length;
        for (uint256 i = 1; i <= length && i <= 8 && !_seldom(8); ++i) {
            if (_isOpen(_declarations[length - i].status)) return _declarations[length - i];
        }
        return _declarations[_pick(length)];
    }

    function _named() private returns (NamedRecord[] memory papers) {
        papers = new NamedRecord[](_pick(5));
        uint256 first = _pick(PAPERS);
        for (uint256 i = 0; i < papers.length; ++i) {
            Paper storage paper = _papers[_seldom(16) ? first : (first + i) % PAPERS];
            papers[i] = NamedRecord(paper.id, _seldom(8) ? 1 + uint32(_pick(paper.version + 1)) : paper.version);
        }
    }

    function _movement() private returns (Movement memory) {
        uint48 trigger = _now() + uint48(_pick(20 days)) - 5 days;
        bytes32 order = _seldom(3) ? bytes32("another") : ORDER;
        return Movement(_place(), TariffCode(_seldom(3) ? 84261900 : 84310000, 8), CN, NL, "4000", 1, trigger, order, 0);
    }

    function _rule() private returns (Rule memory rule) {
        rule.requirement = uint16(1 + _pick(5));
        rule.effect = RuleEffect(_seldom(10) ? 0 : _seldom(4) ? 2 + _pick(2) : 1);
        rule.tariffPrefix = [TariffCode(0, 0), TariffCode(84, 2), TariffCode(8426, 4), TariffCode(842619, 6)][_pick(4)];
        rule.documentType = _document(_pick(4), uint16(_pick(3)));
        if (_seldom(3)) rule.supersededSubtype = uint16(1 + _pick(2));
        if (_seldom(4)) rule.issuerKind = MemberKind.Manufacturer;
        if (_seldom(4)) rule.transportMode = uint8(1 + _pick(2));
        rule.issuerMustBeAuthorized = _seldom(3);
        rule.mustConcernGoods = _seldom(3);
        if (_seldom(4)) rule.maxAge = uint32(10 days);
        rule.measure = "measure";
    }

    function _document(uint256 number, uint16 subtype) private pure returns (DocumentType memory) {
        return DocumentType(CodeList.UNTDID1001, [uint16(380), 271, 2, 327][number], subtype);
    }

    function _newId() private returns (bytes32) {
        return keccak256(abi.encode("customs", ++_ids));
    }

    function _sealed(KnownBook storage book) private {
        book.status = RuleBookStatus.Sealed;
        book.digest = _digestOfBook(book);
        _places[book.jurisdiction].draft = false;
    }

    function _given(bytes2 place, bytes16 authority) private {
        vm.prank(WORLD.at("ConsortiumGovernor"));
        CUSTOMS.assignJurisdiction(place, authority);
        _places[place].authority = authority;
    }

    /// @dev Version 1: invoice and packing list.
    function _seal(bytes2 place, bytes16 authority) private {
        Rule[] memory rules = new Rule[](2);
        for (uint256 i = 0; i < 2; ++i) {
            (rules[i].requirement, rules[i].effect) = (uint16(i + 1), RuleEffect.Required);
            rules[i].documentType = _document(i, 0);
        }
        _as(authority);
        CUSTOMS.publishRuleBook(place, 1, _now() - 30 days, "text");
        _as(authority);
        CUSTOMS.addRules(place, 1, rules);
        _as(authority);
        CUSTOMS.sealRuleBook(place, 1);
        _books.push(KnownBook(place, 1, _now() - 30 days, RuleBookStatus.Draft, 2, 0));
        _places[place].versions = 1;
        _sealed(_books[_books.length - 1]);
    }
}
