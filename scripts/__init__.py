"""The `quaychain` command and what puts the parts together; imports every package, imported by none."""
