"""`./qc bench NAME`: how fast the parts are, each against a peer that is measured in the same run.

A bench is one module here with `run(setting) -> Result`; `scripts/commands/bench.py` lists it with its line of help.
The peer's code stands beside it, written as well as its users would write it.
"""
