"""Pages of orders: load through access, one operation or query, one response."""
