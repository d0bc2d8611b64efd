"""Words for what the tables keep as codes: each with its tone and icon, so that no status is told by colour alone.

`W("order", {...})` are messages in the context `order`: "released" of a declaration and of a guarantee are two words in
Chinese.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .language import Catalogue


@dataclass(frozen=True, slots=True)
class Word:
    """A code in English, how it feels (ok, warn, bad, info, plain) and the icon that goes with it."""

    text: str
    tone: str = "plain"
    icon: str = "dot"


#: Context (the kind of code) → code → word.
WORDS: Mapping[str, Mapping[str, Word]] = {
    "order": {
        "agreed": Word("agreed", "info", "handshake"),
        "taken_over": Word("taken over", "ok", "check"),
        "accepted": Word("finally accepted", "ok", "check"),
        "cancelled": Word("cancelled", "bad", "cross"),
    },
    "milestone": {
        "open": Word("open", "plain", "ring"),
        "awaiting_release": Word("awaiting release", "warn", "pause"),
        "completed": Word("completed", "ok", "check"),
    },
    "hold point": {
        "hold": Word("hold point", "plain", "lock"),
        "witness": Word("witness point", "plain", "eye"),
    },
    "inspection state": {
        "open": Word("not notified yet", "plain", "ring"),
        "notified": Word("inspection notified", "info", "clock"),
        "awaiting_release": Word("awaiting release", "warn", "pause"),
        "released": Word("released", "ok", "check"),
        "waived": Word("waived", "plain", "dash"),
        "refused": Word("release refused", "bad", "cross"),
        "witnessed": Word("witnessed", "ok", "check"),
    },
    "cause of a move": {
        "replanned": Word("planned anew"),
        "alternative": Word("alternative accepted"),
        "change": Word("change accepted"),
        "excusable_delay": Word("excusable delay accepted"),
    },
    "sub-order": {
        "placed": Word("placed", "plain", "ring"),
        "promised": Word("promised", "info", "clock"),
        "partly_delivered": Word("partly delivered", "info", "half"),
        "delivered": Word("delivered", "ok", "check"),
        "cancelled": Word("cancelled", "bad", "cross"),
    },
    "change": {
        "requested": Word("requested", "info", "clock"),
        "evaluated": Word("evaluated, not accepted yet", "warn", "pause"),
        "accepted": Word("accepted", "ok", "check"),
        "refused": Word("refused", "bad", "cross"),
        "withdrawn": Word("withdrawn", "plain", "dash"),
    },
    "delay claim": {
        "claimed": Word("claimed", "warn", "clock"),
        "accepted": Word("accepted", "ok", "check"),
        "refused": Word("refused", "bad", "cross"),
    },
    "partial delivery": {
        "reported": Word("waits for taking-over", "warn", "clock"),
        "taken_over": Word("taken over", "ok", "check"),
        "refused": Word("refused", "bad", "cross"),
    },
    "snag": {
        "raised": Word("raised", "warn", "ring"),
        "answered": Word("answered", "info", "clock"),
        "closed": Word("closed", "ok", "check"),
    },
    "class of a snag": {
        "blocking": Word("blocks taking-over", "bad", "alert"),
        "functional": Word("functional"),
        "cosmetic": Word("cosmetic"),
    },
    "dispute": {
        "raised": Word("raised", "bad", "alert"),
        "settlement_proposed": Word("settlement proposed", "warn", "clock"),
        "settled": Word("settled", "ok", "check"),
    },
    "declaration": {
        "declared": Word("declared", "info", "clock"),
        "held": Word("held", "bad", "pause"),
        "under_inspection": Word("under inspection", "warn", "eye"),
        "released": Word("released", "ok", "check"),
        "refused": Word("refused", "bad", "cross"),
        "seized": Word("seized", "bad", "lock"),
        "withdrawn": Word("withdrawn", "plain", "dash"),
    },
    "pre-check": {
        "passed": Word("pre-check passed", "ok", "check"),
        "failed": Word("pre-check failed", "bad", "cross"),
        "not_assessed": Word("not assessed", "warn", "question"),
    },
    "finding": {
        "present": Word("present", "ok", "check"),
        "missing": Word("missing", "bad", "cross"),
        "expired": Word("expired", "bad", "clock"),
        "revoked": Word("revoked", "bad", "cross"),
        "unauthorised": Word("issuer not authorised", "bad", "lock"),
        "superseded": Word("superseded", "bad", "layers"),
        "inconsistent": Word("inconsistent", "bad", "alert"),
        "suspended": Word("suspended", "bad", "pause"),
        "not_yet_valid": Word("not yet valid", "warn", "clock"),
        "noted": Word("noted", "info", "info"),
    },
    "decision": {
        "hold": Word("hold", "bad", "pause"),
        "inspect": Word("inspect", "warn", "eye"),
        "release": Word("release", "ok", "check"),
        "refuse": Word("refuse", "bad", "cross"),
        "seize": Word("seize", "bad", "lock"),
    },
    "source of a decision": {
        "own": Word("the authority's own word", "ok", "seal"),
        "reported": Word("reported by the declarant", "warn", "quote"),
        "lapsed": Word("by lapse of time", "info", "clock"),
    },
    "certificate": {
        "issued": Word("in force", "ok", "check"),
        "suspended": Word("suspended", "warn", "pause"),
        "revoked": Word("revoked", "bad", "cross"),
    },
    "rule book": {
        "draft": Word("draft", "plain", "ring"),
        "sealed": Word("sealed", "ok", "seal"),
        "abandoned": Word("abandoned", "plain", "dash"),
    },
    "record": {
        "published": Word("published", "ok", "check"),
        "revoked": Word("revoked", "bad", "cross"),
    },
    "receivable": {
        "presented": Word("presented", "info", "clock"),
        "agreed_to_pay": Word("buyer agreed to pay", "ok", "handshake"),
        "paid": Word("paid", "ok", "check"),
        "withdrawn": Word("withdrawn", "plain", "dash"),
    },
    "assignment": {
        "active": Word("held", "ok", "check"),
        "reassigned": Word("reassigned", "plain", "arrow"),
        "discharged": Word("discharged", "plain", "dash"),
        "paid": Word("paid", "ok", "check"),
    },
    "paper": {
        "bound": Word("bound here", "ok", "lock"),
        "released": Word("released", "plain", "dash"),
    },
    "element of a paper": {
        "invoice_number": Word("invoice number"),
        "transport_document_number": Word("transport document number"),
        "purchase_order_number": Word("purchase order number"),
        "warehouse_warrant_number": Word("warehouse warrant number"),
    },
    "guarantee": {
        "issued": Word("in force", "ok", "check"),
        "released": Word("released", "plain", "dash"),
        "expired": Word("expired", "plain", "clock"),
        "exhausted": Word("exhausted", "plain", "dash"),
    },
    "kind of guarantee": {
        "advance_payment": Word("advance-payment guarantee"),
        "performance": Word("performance bond"),
        "warranty": Word("warranty bond"),
        "retention": Word("retention guarantee"),
    },
    "demand": {
        "presented": Word("presented", "warn", "clock"),
        "honoured": Word("honoured", "ok", "check"),
        "refused": Word("refused", "bad", "cross"),
    },
    "part": {
        "made": Word("made", "plain", "ring"),
        "installed": Word("installed", "ok", "check"),
        "removed": Word("removed", "plain", "dash"),
        "in_repair": Word("in repair", "warn", "wrench"),
        "repaired": Word("repaired", "ok", "wrench"),
        "scrapped": Word("scrapped", "plain", "cross"),
    },
    "note on a part": {
        "inspected": Word("inspected", "info", "eye"),
        "repair_started": Word("repair started", "warn", "wrench"),
        "repair_completed": Word("repair completed", "ok", "wrench"),
        "scrapped": Word("scrapped", "plain", "cross"),
        "suspicion_cleared": Word("suspicion cleared", "ok", "check"),
        "sold": Word("sold", "plain", "arrow"),
    },
    "core": {
        "owed": Word("owed as a core", "info", "clock"),
        "returned": Word("core returned", "warn", "arrow"),
        "accepted": Word("core accepted", "ok", "check"),
        "refused": Word("core refused", "bad", "cross"),
        "waived": Word("core waived", "plain", "dash"),
    },
    "result of an inspection": {
        "passed": Word("passed", "ok", "check"),
        "passed_with_remarks": Word("passed with remarks", "warn", "check"),
        "failed": Word("failed", "bad", "cross"),
    },
    "purpose of a hand-over": {
        "delivery": Word("delivery"),
        "storage": Word("storage"),
        "installation": Word("installation"),
        "repair": Word("repair"),
        "core_return": Word("return of a core"),
        "disposal": Word("disposal"),
        "return": Word("return"),
    },
    "work order": {
        "opened": Word("opened", "info", "clock"),
        "diagnosed": Word("diagnosed", "warn", "wrench"),
        "completed": Word("completed, signed by both sides", "ok", "check"),
        "cancelled": Word("cancelled", "plain", "dash"),
    },
    "recall": {
        "open": Word("open", "bad", "alert"),
        "closed": Word("closed", "plain", "check"),
        "ended": Word("ended", "plain", "dash"),
    },
    "scope of a recall": {
        "lot": Word("one lot"),
        "design": Word("one design"),
        "maker": Word("one maker"),
        "list": Word("a list of parts"),
    },
    "mark of a recall": {
        "marked": Word("recalled", "bad", "alert"),
        "not_actionable": Word("scrapped before, nothing to do", "plain", "dash"),
        "remedied": Word("remedied", "ok", "check"),
    },
    "event": {
        "reading": Word("sensor reading"),
        "epcis": Word("EPCIS event"),
        "dcsa": Word("DCSA event"),
        "ais": Word("AIS position"),
        "relayed": Word("sensor reading, signed by the gateway for the device"),
        "derived": Word("derived by the gateway"),
    },
    "member": {
        "active": Word("active", "ok", "check"),
        "suspended": Word("suspended", "bad", "pause"),
        "left": Word("left", "plain", "dash"),
    },
    "kind of member": {
        "manufacturer": Word("manufacturer"),
        "supplier": Word("core supplier"),
        "customs": Word("customs"),
        "carrier": Word("carrier"),
        "surveyor": Word("surveyor"),
        "bank": Word("bank"),
        "origin_body": Word("origin body"),
        "warehouse": Word("warehouse"),
        "service_partner": Word("service partner"),
        "buyer": Word("buyer"),
        "insurer": Word("insurer"),
        "broker": Word("broker"),
    },
    "seat": {
        "accounting": Word("accounting seat"),
        "query": Word("query seat"),
        "mirrored": Word("mirrored: has no seat here"),
    },
    "role": {
        "officer": Word("officer"),
        "operations": Word("operations"),
        "auditor": Word("auditor"),
    },
    "capacity": {
        "seller": Word("seller"),
        "buyer": Word("buyer"),
        "party": Word("party"),
        "supplier": Word("supplier"),
        "inspector": Word("inspector"),
        "declarant": Word("declarant"),
        "authority": Word("authority"),
        "issuer": Word("issuer"),
        "holder": Word("holder"),
        "reader": Word("reader"),
        "maker": Word("maker"),
        "custodian": Word("custodian"),
        "former_custodian": Word("former custodian"),
        "owner": Word("owner"),
        "performer": Word("performer of a work order"),
        "recaller": Word("who recalls"),
        "invited": Word("invited"),
        "assignee": Word("assignee"),
        "collector": Word("collecting bank"),
        "guarantor": Word("guarantor"),
        "beneficiary": Word("beneficiary"),
        "financier": Word("financier"),
    },
    "disclosure class": {
        "parties": Word("parties"),
        "commercial": Word("commercial"),
        "customs": Word("customs"),
        "technical": Word("technical"),
        "logistics": Word("logistics"),
        "finance": Word("finance"),
        "service": Word("service"),
    },
    "evidence": {
        "record": Word("sealed record"),
        "anchored_events": Word("anchored events"),
    },
    "quantity": {
        "Acceleration": Word("Acceleration"),
        "Angle": Word("Angle"),
        "Force": Word("Force"),
        "Humidity": Word("Humidity"),
        "Length": Word("Length"),
        "Mass": Word("Mass"),
        "Pressure": Word("Pressure"),
        "RelativeHumidity": Word("Relative humidity"),
        "Speed": Word("Speed"),
        "Temperature": Word("Temperature"),
        "Vibration": Word("Vibration velocity"),
        "Voltage": Word("Voltage"),
    },
    "business step": {
        "arriving": Word("arriving"),
        "commissioning": Word("commissioning"),
        "departing": Word("departing"),
        "inspecting": Word("inspecting"),
        "installing": Word("installing"),
        "loading": Word("loading"),
        "receiving": Word("receiving"),
        "removing": Word("removing"),
        "repairing": Word("repairing"),
        "shipping": Word("shipping"),
        "storing": Word("storing"),
        "transporting": Word("transporting"),
        "unloading": Word("unloading"),
        "LOAD": Word("loaded"),
        "DEPA": Word("departed"),
        "ARRI": Word("arrived"),
        "DISC": Word("discharged"),
        "GTIN": Word("gate in"),
        "GTOT": Word("gate out"),
        "position": Word("position"),
    },
    "index": {
        "reminded": Word("reminded", "warn", "bell"),
        "escalated": Word("escalated", "bad", "alert"),
        "overdue": Word("overdue", "bad", "alert"),
        "in_time": Word("in time", "ok", "check"),
        "payment": Word("payment falls due", "info", "coin"),
        "suspected": Word("two sightings contradict each other", "bad", "alert"),
        "recalled": Word("recalled", "bad", "alert"),
        "yes": Word("yes", "ok", "check"),
        "no": Word("no", "bad", "cross"),
        "unknown": Word("not known here", "plain", "question"),
    },
}


def word(kind: str, code: str, catalogue: Catalogue) -> Word:
    """The word for a code in a language. A code that we have no word for is shown as it is, never hidden."""
    known = WORDS.get(kind, {}).get(code)
    if known is None:
        return Word(code.replace("_", " "))
    return Word(catalogue.pgettext(kind, known.text), known.tone, known.icon)
