// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssignmentTerms, Paper, PaperElement} from "contracts/finance/FinanceTypes.sol";
import {TradeFinance} from "contracts/finance/TradeFinance.sol";
import {OrderBase} from "../orders/OrderBase.sol";

/// @title The scenario's receivable: M14 is complete, its invoice and bill of lading are known by fingerprint
abstract contract FinanceBase is OrderBase {
    bytes32 internal constant INVOICE = keccak256("CI-2027-003");
    bytes32 internal constant BILL = keccak256("bill of lading");
    bytes32 internal constant OTHER_INVOICE = keccak256("CI-2027-3A");
    uint32 internal constant WHOLE = 1_000_000;

    TradeFinance internal finance;
    bytes32 internal receivable;

    function setUp() public virtual override {
        super.setUp();
        finance = new TradeFinance(root);
        enter("TradeFinance", address(finance));
        agree();
        receivable = finance.receivableId(ORDER, M14);
    }

    function papers(bytes32 invoice, bytes32 bill) internal pure returns (Paper[] memory both) {
        both = new Paper[](2);
        both[0] = Paper(invoice, PaperElement.InvoiceNumber);
        both[1] = Paper(bill, PaperElement.TransportDocumentNumber);
    }

    function none() internal pure returns (Paper[] memory) {
        return new Paper[](0);
    }

    function present() internal {
        as_(MANUFACTURER);
        finance.createReceivable(ORDER, M14, 0, BANK_C, papers(INVOICE, BILL));
    }

    function agreeToPay() internal {
        as_(BUYER);
        finance.agreeToPay(receivable, AMOUNT, day_(500), 0);
    }

    /// @notice Presented, earned and agreed to.
    function ready() internal {
        present();
        agreeToPay();
        complete(M14);
    }

    function assignment(bytes32 id, bytes16 bank, uint32 share) internal view returns (AssignmentTerms memory terms_) {
        terms_.assignment = id;
        terms_.receivable = receivable;
        terms_.receivableVersion = 1;
        terms_.bank = bank;
        terms_.share = share;
        terms_.registryReference = keccak256("registry entry");
        terms_.termsCommitment = keccak256("financing terms");
        terms_.signBy = time() + 30 days;
    }

    function take(AssignmentTerms memory terms_) internal {
        bytes memory signature = signAs(MANUFACTURER, finance.assignmentDigest(terms_));
        as_(terms_.bank);
        finance.assign(terms_, none(), signature);
    }

    /// @notice `expectRevert` applies to the next call: the signature is made before it.
    function takeRefused(AssignmentTerms memory terms_, bytes memory revertData) internal {
        bytes memory signature = signAs(MANUFACTURER, finance.assignmentDigest(terms_));
        vm.expectRevert(revertData);
        as_(terms_.bank);
        finance.assign(terms_, none(), signature);
    }

    function pass_(AssignmentTerms memory terms_, bytes16 from) internal {
        bytes memory signature = signAs(from, finance.assignmentDigest(terms_));
        as_(terms_.bank);
        finance.reassign(terms_, signature);
    }
}
