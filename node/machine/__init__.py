"""One node on one machine: its folder, its settings, and the files that Besu reads."""
