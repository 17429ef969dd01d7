"""Gigs for staff: eligibility and templates per subcategory, moderation through the operations, the rest to read."""

from gigs.admin.catalogue import CategoryAdmin, SubcategoryAdmin
from gigs.admin.gigs import GigAdmin
from gigs.admin.templates import WorkflowTemplateAdmin

__all__ = ["CategoryAdmin", "GigAdmin", "SubcategoryAdmin", "WorkflowTemplateAdmin"]
