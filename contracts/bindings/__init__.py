"""Typed bindings of the contracts, a module each; written by `./qc contracts bindings`."""
