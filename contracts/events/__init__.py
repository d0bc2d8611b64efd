"""Signed events: what a device or a logistics party signs, and the lines of a batch's data.

Here, below the oracles that take them in and the API that shows them, because both read the same bytes.
"""
