"""Builds what a verb needs from its options. Each module imports only what its verbs use: a device starts quickly."""
