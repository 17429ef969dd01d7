"""Everything that changes a gig: keyword-only, one transaction each; owner's id and shown version go in."""

from gigs.operations.describing import (
    RemovedFaq,
    add_faq,
    edit_faq,
    move_faq,
    remove_faq,
    restore_faq,
    save_description,
)
from gigs.operations.details import create_gig, save_overview
from gigs.operations.editing import LimitReached
from gigs.operations.milestones import (
    MilestoneDraft,
    NotEligible,
    Removed,
    add_milestone,
    edit_milestone,
    move_milestone,
    remove_milestone,
    restore_milestone,
    set_milestone_payments,
)
from gigs.operations.packages import PackageDraft, Repriced, save_packages
from gigs.operations.pictures import (
    GalleryDraft,
    GallerySaved,
    RemovedImage,
    move_image,
    remove_image,
    restore_image,
    save_gallery,
)
from gigs.operations.publishing import NotReady, allow_gig, deny_gig, pause_gig, publish_gig, resume_gig
from gigs.operations.questions import (
    QuestionDraft,
    RemovedQuestion,
    add_question,
    edit_question,
    move_question,
    remove_question,
    restore_question,
)
from gigs.operations.substeps import add_substep, edit_substep, remove_substep

__all__ = [
    "GalleryDraft",
    "GallerySaved",
    "LimitReached",
    "MilestoneDraft",
    "NotEligible",
    "NotReady",
    "PackageDraft",
    "QuestionDraft",
    "Removed",
    "RemovedFaq",
    "RemovedImage",
    "RemovedQuestion",
    "Repriced",
    "add_faq",
    "add_milestone",
    "add_question",
    "add_substep",
    "allow_gig",
    "create_gig",
    "deny_gig",
    "edit_faq",
    "edit_milestone",
    "edit_question",
    "edit_substep",
    "move_faq",
    "move_image",
    "move_milestone",
    "move_question",
    "pause_gig",
    "publish_gig",
    "remove_faq",
    "remove_image",
    "remove_milestone",
    "remove_question",
    "remove_substep",
    "restore_faq",
    "restore_image",
    "restore_milestone",
    "restore_question",
    "resume_gig",
    "save_description",
    "save_gallery",
    "save_overview",
    "save_packages",
    "set_milestone_payments",
]
