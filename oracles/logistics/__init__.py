"""Logistics messages: what each standard asks of a document, and the messages in it."""
