"""Reads of orders for pages: cases, buttons, previews, words; frozen values, a constant number of statements."""
