"""What the shop does: one function for each operationId, one file for each noun."""
