"""The reference scenario: two ship-to-shore cranes through the whole ledger, on one machine."""
