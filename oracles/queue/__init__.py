"""The gateway's queue on disk: what was accepted, in the order of its stream, until long after it is anchored."""
