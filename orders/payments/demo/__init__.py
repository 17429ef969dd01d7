"""The demo provider: a complete local processor. It stands for an external system, so it has its own tables and writes
each change at once, outside of any transaction of the site. No real money, no real card numbers."""
