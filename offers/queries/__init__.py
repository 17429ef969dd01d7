"""Reads of inbox and offers for pages: frozen values, a constant number of statements."""
