"""Reads of gigs for pages and for other apps: frozen values, a constant number of statements."""

from gigs.queries.browsing import SORTS, Page, categories, page_of
from gigs.queries.cards import GigCard, cards
from gigs.queries.detail import GigPage, charge, days_in_words, gig_page, posts_of
from gigs.queries.own import OwnGig, own_gigs
from gigs.queries.terms import CheckoutTerms, PackageTerms, WorkflowStep, terms_for_checkout, workflow
from gigs.queries.workbench import Card, Choice, Workbench, workbench

__all__ = [
    "SORTS",
    "Card",
    "CheckoutTerms",
    "Choice",
    "GigCard",
    "GigPage",
    "OwnGig",
    "PackageTerms",
    "Page",
    "Workbench",
    "WorkflowStep",
    "cards",
    "categories",
    "charge",
    "days_in_words",
    "gig_page",
    "own_gigs",
    "page_of",
    "posts_of",
    "terms_for_checkout",
    "workbench",
    "workflow",
]
