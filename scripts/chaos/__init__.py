"""Evidence that nothing is lost: the real processes under drawn faults, and an audit of what became of every event."""
