"""Checks that any document has: its schemas, generated requests, sequences by links."""
