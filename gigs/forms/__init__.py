"""Shape of input and wording; no saving, no domain rule."""

from gigs.forms.description import DescriptionForm, FaqForm
from gigs.forms.gallery import GalleryForm
from gigs.forms.milestones import MilestoneForm, PaymentsForm, SubstepForm
from gigs.forms.overview import OverviewForm
from gigs.forms.pricing import PackageForm, PricingForms
from gigs.forms.questions import QuestionForm
from gigs.forms.shares import ShareForm
from gigs.forms.templates import TemplateForm

__all__ = [
    "DescriptionForm",
    "FaqForm",
    "GalleryForm",
    "MilestoneForm",
    "OverviewForm",
    "PackageForm",
    "PaymentsForm",
    "PricingForms",
    "QuestionForm",
    "ShareForm",
    "SubstepForm",
    "TemplateForm",
]
