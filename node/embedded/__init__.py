"""The embedded chain: one anvil process on this machine that starts from a consortium's genesis and survives crashes.

Nothing seals its blocks, so nothing on it is final: what counts is what was written to disk.
"""
