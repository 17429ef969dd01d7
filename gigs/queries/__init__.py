"""Reads of gigs for pages and for other apps: frozen values, a constant number of statements."""

from gigs.queries.browsing import SORTS, Page, Wish, page_of
from gigs.queries.cards import GigCard, cards
from gigs.queries.catalogue import Family, Offered, Places, Trade, categories, families, offered
from gigs.queries.detail import GigPage, charge, days_in_words, gig_page, posts_of
from gigs.queries.favourites import FavouritePage, favourite_page
from gigs.queries.figures import Figures, figures_of
from gigs.queries.own import OwnGig, own_gigs
from gigs.queries.reading import workbench
from gigs.queries.searching import search
from gigs.queries.similar import SimilarGig, similar_to
from gigs.queries.templates import TemplateCard, templates_for
from gigs.queries.terms import CheckoutTerms, PackageTerms, WorkflowStep, terms_for_checkout, workflow
from gigs.queries.terms_of_search import Terms
from gigs.queries.workbench import Card, Cell, Choice, SubstepRow, Workbench

__all__ = [
    "SORTS",
    "Card",
    "Cell",
    "CheckoutTerms",
    "Choice",
    "Family",
    "FavouritePage",
    "Figures",
    "GigCard",
    "GigPage",
    "Offered",
    "OwnGig",
    "PackageTerms",
    "Page",
    "Places",
    "SimilarGig",
    "SubstepRow",
    "TemplateCard",
    "Terms",
    "Trade",
    "Wish",
    "Workbench",
    "WorkflowStep",
    "cards",
    "categories",
    "charge",
    "days_in_words",
    "families",
    "favourite_page",
    "figures_of",
    "gig_page",
    "offered",
    "own_gigs",
    "page_of",
    "posts_of",
    "search",
    "similar_to",
    "templates_for",
    "terms_for_checkout",
    "workbench",
    "workflow",
]
