"""The doctor: names what is wrong with a node, its folder, a network or a card, and says how to mend it.

Facts are gathered by the modules named `gather_…` (I/O); rules are pure.
"""
