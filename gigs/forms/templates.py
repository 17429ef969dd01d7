"""The name of a seller's own template."""

from config.shared.text_fields import LineField
from gigs.forms.fields import EditorForm


class TemplateForm(EditorForm):
    """Save the workflow under a name, or rename what was saved."""

    name = LineField(
        max_length=80, label="Template name", error_messages={"required": "Give the template a name."}
    )
