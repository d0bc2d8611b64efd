"""Carriers' DCSA Track & Trace events: taken as they are pushed, and asked for; each signed once."""
