"""What permissions speak of: resources, what is done with them, and capacities of members towards single things."""

from __future__ import annotations

from enum import StrEnum


class Resource(StrEnum):
    """A kind of thing that is asked for."""

    ORDERS = "orders"
    MILESTONES = "milestones"
    PRICES = "prices"
    SUB_ORDERS = "sub_orders"
    DECLARATIONS = "declarations"
    RULE_BOOKS = "rule_books"
    CERTIFICATES = "certificates"
    RECORDS = "records"
    PARTS = "parts"
    WORK_ORDERS = "work_orders"
    RECALLS = "recalls"
    RECEIVABLES = "receivables"
    ASSIGNMENTS = "assignments"
    GUARANTEES = "guarantees"
    EVENTS = "events"
    STREAMS = "streams"
    DEVICES = "devices"
    MEMBERS = "members"
    LOGS = "logs"


class Action(StrEnum):
    """What is done. `open` is to see sealed content; `export` is to take a proof bundle away."""

    READ = "read"
    OPEN = "open"
    EXPORT = "export"


class Capacity(StrEnum):
    """What a member is towards one thing. As the scope of a permission, ANY stands for every thing of the resource."""

    ANY = "any"
    SELLER = "seller"
    BUYER = "buyer"
    PARTY = "party"
    SUPPLIER = "supplier"
    INSPECTOR = "inspector"
    DECLARANT = "declarant"
    AUTHORITY = "authority"
    ISSUER = "issuer"
    HOLDER = "holder"
    READER = "reader"
    MAKER = "maker"
    CUSTODIAN = "custodian"
    FORMER_CUSTODIAN = "former_custodian"
    OWNER = "owner"
    PERFORMER = "performer"
    RECALLER = "recaller"
    INVITED = "invited"
    ASSIGNEE = "assignee"
    COLLECTOR = "collector"
    GUARANTOR = "guarantor"
    BENEFICIARY = "beneficiary"
    FINANCIER = "financier"
