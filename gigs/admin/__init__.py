"""Gigs for staff: eligibility per subcategory, moderation through the operations, everything else to read."""

from gigs.admin.catalogue import CategoryAdmin, SubcategoryAdmin
from gigs.admin.gigs import GigAdmin

__all__ = ["CategoryAdmin", "GigAdmin", "SubcategoryAdmin"]
