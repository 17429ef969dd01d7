"""The ledger: append-only double entry, the only truth on balances (architecture.md 3)."""
