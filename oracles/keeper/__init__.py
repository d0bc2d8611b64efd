"""The keeper: what falls due, expires, comes late, strays or is withheld is noticed in time, and acted on once."""
