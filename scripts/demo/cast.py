"""Who takes part in the scenario: each member's kind, seat, names and GS1 company prefix."""

from __future__ import annotations

from dataclasses import dataclass

from quaychain.contracts.bindings.types import MemberKind, Seat


@dataclass(frozen=True, slots=True)
class CastMember:
    """A member of the demo's consortium. `key` names it in the scenario, in files and on the command line."""

    key: str
    kind: MemberKind
    seat: Seat
    name: str
    name_zh: str
    #: GS1 company prefix from the demonstration range, empty where the scenario gives none.
    company_prefix: str = ""


CAST: tuple[CastMember, ...] = (
    CastMember("mfr", MemberKind.MANUFACTURER, Seat.ACCOUNTING, "Huahai Port Machinery", "华海港口机械", "9520001"),
    CastMember("gear", MemberKind.SUPPLIER, Seat.ACCOUNTING, "Taihu Gearworks", "太湖齿轮", "9520002"),
    CastMember("drive", MemberKind.SUPPLIER, Seat.ACCOUNTING, "Norddrive Inverters", "北驱变频", "9520004"),
    CastMember("customs_home", MemberKind.CUSTOMS, Seat.ACCOUNTING, "Customs, Shanghai", "上海海关"),
    CastMember("customs_overseas", MemberKind.CUSTOMS, Seat.QUERY, "Customs, Rotterdam", "鹿特丹海关"),
    CastMember("carrier", MemberKind.CARRIER, Seat.QUERY, "Heavy Ocean Carriers", "重洋运输", "9520012"),
    CastMember("surveyor", MemberKind.SURVEYOR, Seat.QUERY, "Meridian Class and Survey", "子午船级检验"),
    CastMember("bank_a", MemberKind.BANK, Seat.QUERY, "First Harbour Bank", "第一海港银行"),
    CastMember("bank_b", MemberKind.BANK, Seat.QUERY, "Delta Trade Bank", "三角洲贸易银行"),
    CastMember("bank_c", MemberKind.BANK, Seat.QUERY, "Continental Export Bank", "大陆出口银行"),
    CastMember("origin_body", MemberKind.ORIGIN_BODY, Seat.QUERY, "Chamber of Commerce, Shanghai", "上海国际商会"),
    CastMember("warehouse", MemberKind.WAREHOUSE, Seat.QUERY, "Maasvlakte Parts Depot", "马斯平原备件库", "9520011"),
    CastMember(
        "service_partner", MemberKind.SERVICE_PARTNER, Seat.QUERY, "Delta Crane Service", "三角洲起重服务", "9520013"
    ),
    CastMember("buyer", MemberKind.BUYER, Seat.QUERY, "Rotterdam Quay Terminal", "鹿特丹码头", "9520010"),
)

#: Makers that are no members: the manufacturer registers their parts.
OUTSIDE_MAKERS: dict[str, str] = {
    "motor": "9520003",
    "elec": "9520005",
    "spr": "9520006",
    "brake": "9520007",
    "rope": "9520008",
    "it": "9520009",
}


def member(key: str) -> CastMember:
    """The member with this key; KeyError where there is none."""
    for entry in CAST:
        if entry.key == key:
            return entry
    raise KeyError(key)
