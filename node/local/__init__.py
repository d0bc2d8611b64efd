"""A whole network on one machine, for trying things out: every member's keys in one folder, every port on loopback."""
