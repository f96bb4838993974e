"""Any OpenAPI 3.1 document as an ASGI app; a plug-in adds real behaviour to its operations."""
