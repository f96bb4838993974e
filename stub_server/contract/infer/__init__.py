"""Derive facts that a page leaves out."""
