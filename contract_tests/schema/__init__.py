"""Requests that the document itself suggests."""
