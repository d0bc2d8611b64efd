"""A device's archive, sent late: signed messages as they are, unsigned rows signed here and marked so."""
