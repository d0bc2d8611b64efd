"""Names of document types: UNTDID 1001 codes that the ledger's papers use, and Quaychain's own list."""

from __future__ import annotations

from collections.abc import Mapping

from quaychain.contracts.content.part_list import PART_LIST
from quaychain.contracts.events.batch_data import BATCH_DOCUMENT_CODE

from ..queries.view import DocumentTypeRef

#: UNTDID 1001 code → name. Where the trade's usual name is better known than the directory's, it stands here.
UNTDID_1001: Mapping[int, str] = {
    2: "EU declaration of conformity",
    3: "Material certificate (EN 10204)",
    4: "Test report",
    15: "Weight list",
    71: "Request for payment",
    132: "Customs clearance notice",
    191: "Project master schedule",
    212: "Agreement to pay",
    218: "Final payment request",
    220: "Order",
    225: "Repair order",
    230: "Purchase order change request",
    233: "Spare parts order",
    270: "Delivery note",
    271: "Packing list",
    290: "Claim for parts and labour",
    293: "Inspection report",
    310: "Offer",
    315: "Contract",
    326: "Partial invoice",
    327: "Instructions for use",
    340: "Shipping instructions",
    351: "Despatch advice",
    356: "Performance bond",
    380: "Commercial invoice",
    386: "Prepayment invoice",
    430: "Bank guarantee",
    520: "Insurance certificate",
    635: "Warehouse warrant",
    705: "Bill of lading",
    706: "Bill of lading, original",
    713: "Mate's receipt",
    781: "Arrival notice",
    830: "Export declaration",
    834: "Payment receipt confirmation",
    856: "Inspection certificate",
    860: "Certificate of origin, application",
    861: "Certificate of origin",
    879: "AEO certificate",
    916: "Taking-over or acceptance certificate",
    929: "Import declaration",
}

#: Code in Quaychain's own list → name.
QUAYCHAIN: Mapping[int, str] = {BATCH_DOCUMENT_CODE: "Batch of events", PART_LIST: "Part list"}

#: (code list, code, subtype) → what the subtype says.
SUBTYPES: Mapping[tuple[str, int, int], str] = {
    ("untdid1001", 2, 1): "Directive 2006/42/EC",
    ("untdid1001", 2, 2): "Regulation (EU) 2023/1230",
}


def paper_name(of: DocumentTypeRef) -> str | None:
    """The English name of a document type, the message's id in the context `document`; None for one we don't know."""
    return (UNTDID_1001 if of.code_list == "untdid1001" else QUAYCHAIN).get(of.code)


def paper_code(of: DocumentTypeRef) -> str:
    """`380`, `Q1`: the code as it is shown beside the name."""
    return str(of.code) if of.code_list == "untdid1001" else f"Q{of.code}"


def subtype_name(of: DocumentTypeRef) -> str | None:
    """What the subtype says, None for none and for one we don't know."""
    return SUBTYPES.get((of.code_list, of.code, of.subtype))
