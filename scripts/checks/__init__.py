"""`./qc lint` and `./qc test`: what a checkout must pass."""
