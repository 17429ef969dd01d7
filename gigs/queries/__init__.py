"""Reads of gigs for pages and for other apps: frozen values, a constant number of statements."""

from gigs.queries.terms import CheckoutTerms, PackageTerms, WorkflowStep, terms_for_checkout, workflow

__all__ = [
    "CheckoutTerms",
    "PackageTerms",
    "WorkflowStep",
    "terms_for_checkout",
    "workflow",
]
