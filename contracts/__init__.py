"""The contracts and their Python mirror: types, codecs, proofs, bindings, and what several other packages need."""
