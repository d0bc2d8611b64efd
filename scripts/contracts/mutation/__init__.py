"""Mutation testing and branch coverage of the core contracts, on altered copies of them below .qc/mutation."""
