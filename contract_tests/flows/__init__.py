"""What buyers do, page by page."""
