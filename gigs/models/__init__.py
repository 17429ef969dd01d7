"""Rows of the catalogue and of gigs."""

from gigs.models.catalogue import Category, Subcategory
from gigs.models.decision import GigDecision
from gigs.models.details import FaqEntry, GigImage, Question, QuestionKind
from gigs.models.favourite import Favourite
from gigs.models.figures import GigDay
from gigs.models.gig import Gig
from gigs.models.milestone import Milestone, Share, Substep
from gigs.models.package import TIERS, Package, Tier
from gigs.models.seller_place import PlaceKind, SellerPlace
from gigs.models.template import TemplateMilestone, WorkflowTemplate

__all__ = [
    "TIERS",
    "Category",
    "FaqEntry",
    "Favourite",
    "Gig",
    "GigDay",
    "GigDecision",
    "GigImage",
    "Milestone",
    "Package",
    "PlaceKind",
    "Question",
    "QuestionKind",
    "SellerPlace",
    "Share",
    "Subcategory",
    "Substep",
    "TemplateMilestone",
    "Tier",
    "WorkflowTemplate",
]
