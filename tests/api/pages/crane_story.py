"""The two cranes for Rotterdam, told to a test's world in the chain's own events: what the pages are looked at with.

Figures and words are those of the reference scenario that comes with the demo.
"""

from __future__ import annotations

from .cranes.clearance import Clearance
from .cranes.finance import Finance
from .cranes.orders import Orders
from .cranes.parts import Parts
from .cranes.voyage import Voyage


class CraneStory(Orders, Finance, Clearance, Parts, Voyage):
    """`tell` tells all of it."""

    def tell(self) -> None:
        """Everything, indexed and opened."""
        self.rule_book()
        self.agree(self.order, self.content)
        self.guarantee()
        self.sub_orders()
        self.reach("M05")
        self.change()
        self.reach("M07")
        self.late_inverter()
        self.parts()
        self.reach("M14")
        self.export_papers()
        self.finance()
        self.voyage()
        self.reach("M15")
        self.clearance()
        self.reach("M18")
        self.hand_over()
        self.service()
        self.recall()
        self.second_order()
        self.world.advance()
