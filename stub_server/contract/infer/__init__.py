"""Derive what a page leaves unsaid, and report it."""
