"""State without code: REST conventions over the document, for operations without handler."""
