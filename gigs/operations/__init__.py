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
from gigs.operations.favourites import OwnGig, drop_favourite, keep_favourite
from gigs.operations.figures import record_order
from gigs.operations.milestones import (
    Edited,
    MilestoneDraft,
    add_milestone,
    edit_milestone,
    move_milestone,
    set_milestone_payments,
)
from gigs.operations.moderating import allow_gig, deny_gig
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
from gigs.operations.publishing import NotReady, pause_gig, publish_gig, resume_gig
from gigs.operations.questions import (
    QuestionDraft,
    RemovedQuestion,
    add_question,
    edit_question,
    move_question,
    remove_question,
    restore_question,
)
from gigs.operations.removals import Removed, remove_all_milestones, remove_milestone, restore_milestone
from gigs.operations.splits import NotEligible, SplitSaved, reset_split, set_split
from gigs.operations.substeps import (
    RemovedSubstep,
    add_substep,
    edit_substep,
    remove_substep,
    restore_substep,
)
from gigs.operations.templates import (
    HasMilestones,
    NothingToKeep,
    Used,
    delete_template,
    rename_template,
    save_template,
    use_template,
)

__all__ = [
    "Edited",
    "GalleryDraft",
    "GallerySaved",
    "HasMilestones",
    "LimitReached",
    "MilestoneDraft",
    "NotEligible",
    "NotReady",
    "NothingToKeep",
    "OwnGig",
    "PackageDraft",
    "QuestionDraft",
    "Removed",
    "RemovedFaq",
    "RemovedImage",
    "RemovedQuestion",
    "RemovedSubstep",
    "Repriced",
    "SplitSaved",
    "Used",
    "add_faq",
    "add_milestone",
    "add_question",
    "add_substep",
    "allow_gig",
    "create_gig",
    "delete_template",
    "deny_gig",
    "drop_favourite",
    "edit_faq",
    "edit_milestone",
    "edit_question",
    "edit_substep",
    "keep_favourite",
    "move_faq",
    "move_image",
    "move_milestone",
    "move_question",
    "pause_gig",
    "publish_gig",
    "record_order",
    "remove_all_milestones",
    "remove_faq",
    "remove_image",
    "remove_milestone",
    "remove_question",
    "remove_substep",
    "rename_template",
    "reset_split",
    "restore_faq",
    "restore_image",
    "restore_milestone",
    "restore_question",
    "restore_substep",
    "resume_gig",
    "save_description",
    "save_gallery",
    "save_overview",
    "save_packages",
    "save_template",
    "set_milestone_payments",
    "set_split",
    "use_template",
]
