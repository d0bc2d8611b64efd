"""The contracts and their Python mirror: types, codecs, proofs, bindings, and what more than one of the other packages needs."""
