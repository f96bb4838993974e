"""The operations: one function per operationId, one module per noun."""
