"""Reads of gigs for pages and for other apps: frozen values, a constant number of statements."""

from gigs.queries.browsing import SORTS, Page, categories, page_of
from gigs.queries.cards import GigCard, cards
from gigs.queries.detail import GigPage, charge, days_in_words, gig_page, posts_of
from gigs.queries.favourites import FavouritePage, favourite_page, favourites_of
from gigs.queries.figures import Figures, figures_of
from gigs.queries.own import OwnGig, own_gigs
from gigs.queries.reading import workbench
from gigs.queries.templates import TemplateCard, templates_for
from gigs.queries.similar import SimilarGig, similar_to
from gigs.queries.terms import CheckoutTerms, PackageTerms, WorkflowStep, terms_for_checkout, workflow
from gigs.queries.workbench import Card, Cell, Choice, SubstepRow, Workbench

__all__ = [
    "SORTS",
    "Card",
    "Cell",
    "CheckoutTerms",
    "Choice",
    "FavouritePage",
    "Figures",
    "GigCard",
    "GigPage",
    "OwnGig",
    "PackageTerms",
    "Page",
    "SimilarGig",
    "SubstepRow",
    "TemplateCard",
    "Workbench",
    "WorkflowStep",
    "cards",
    "categories",
    "charge",
    "days_in_words",
    "favourite_page",
    "favourites_of",
    "figures_of",
    "gig_page",
    "own_gigs",
    "page_of",
    "posts_of",
    "similar_to",
    "templates_for",
    "terms_for_checkout",
    "workbench",
    "workflow",
]
