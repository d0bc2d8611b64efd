"""Logistics messages over HTTP: signed by their sender, into the same queue and sequence as a device's readings."""
