"""Writes of orders, named as verbs, one file per family."""
