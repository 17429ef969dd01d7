"""What answers a request: load through access, one operation or query, one response."""
