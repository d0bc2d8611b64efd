"""A consortium from nothing: key ceremony, genesis, nodes, governance."""
