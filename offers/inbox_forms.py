"""Shape and wording of what is typed around a conversation: reports, quick replies."""

from django import forms

from config.shared.text_fields import LineField, TextField
from offers.models import Report


class ReportForm(forms.Form):
    """What a member tells staff."""

    reason = forms.ChoiceField(
        label="What is it about?", choices=Report.Reason.choices, widget=forms.RadioSelect
    )
    text = TextField(
        label="What happened?",
        max_length=2_000,
        help_text="Our staff read this and the conversation. The other side is not told.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class QuickReplyForm(forms.Form):
    """A text that is kept for the composer."""

    name = LineField(label="Name", max_length=60, help_text="Only you see it.")
    body = TextField(label="Text", max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}))
