"""Node and account allowlists, kept equal to what the members have decided."""
