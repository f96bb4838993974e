"""The checker's engine: it knows HTTP, OpenAPI documents and pytest, and no particular contract."""
