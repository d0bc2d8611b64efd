"""Consortium and network templates, as data."""
