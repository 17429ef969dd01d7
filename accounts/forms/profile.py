"""The profile form, and its short form after sign-up."""

from typing import Any

from django import forms

from accounts.handles import MAX_LENGTH, BadHandleError, check_handle
from accounts.mail_kinds import MAIL_KINDS
from accounts.models import User
from accounts.pictures import check_picture
from accounts.places import COUNTRIES, LANGUAGES, language_names, time_zones
from config.shared.errors import Invalid
from config.shared.text_fields import LineField, TextField

LANGUAGES_MAX = 8
ZONE_HELP = "All dates and deadlines are shown in this zone."


class WelcomeForm(forms.Form):
    """What a new member is asked for; everything may be left out."""

    display_name = LineField(
        label="Display name",
        max_length=60,
        required=False,
        help_text="The name that others see. Your handle is shown when this is empty.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    country = forms.ChoiceField(label="Country", required=False)
    time_zone = forms.ChoiceField(
        label="Time zone",
        help_text=ZONE_HELP,
        widget=forms.Select(attrs={"data-guess-zone": True}),
    )
    languages = forms.MultipleChoiceField(
        label="Languages",
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=f"The ones you work in, at most {LANGUAGES_MAX}.",
    )
    picture = forms.FileField(
        label="Picture",
        required=False,
        help_text="JPEG, PNG or WebP, at most 10 MiB. It is cut to a square; place and camera data are removed.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Start with what the member has."""
        self.user = user
        names = [name for name in self.base_fields if name != "picture" and hasattr(user, name)]
        kwargs.setdefault("initial", {name: getattr(user, name) for name in names})
        super().__init__(*args, **kwargs)
        self._choices("country", [("", "Not said"), *COUNTRIES])
        zones = time_zones()
        self._choices("time_zone", [*zones[0][1], *zones[1:]])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def chosen_languages(self) -> str:
        """The chosen languages in words, for the line that hides the check boxes."""
        codes = self["languages"].value() or []
        return ", ".join(language_names(list(codes)))

    def clean_languages(self) -> list[str]:
        """A short list."""
        chosen: list[str] = self.cleaned_data["languages"]
        if len(chosen) > LANGUAGES_MAX:
            message = f"Choose at most {LANGUAGES_MAX} languages."
            raise forms.ValidationError(message)
        return chosen

    def clean_picture(self) -> Any:
        """Look at the picture before anything else of the form is stored."""
        upload = self.cleaned_data["picture"]
        if upload:
            try:
                check_picture(upload, upload.size)
            except Invalid as refusal:
                raise forms.ValidationError(refusal.message) from refusal
        return upload


class ProfileForm(WelcomeForm):
    """Everything a member says in public."""

    time_zone = forms.ChoiceField(label="Time zone", help_text=ZONE_HELP)
    handle = LineField(
        label="Handle",
        max_length=MAX_LENGTH,
        help_text="Your public address: letters a to z, digits and hyphens.",
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    bio = TextField(
        label="About you", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    remove_picture = forms.BooleanField(label="Remove the picture", required=False)

    def clean_handle(self) -> str:
        """Form, reserved words, and whether it is free."""
        typed: str = self.cleaned_data["handle"]
        if typed.lower() == self.user.handle:
            return self.user.handle
        try:
            handle = check_handle(typed, address=self.user.email)
        except BadHandleError as error:
            raise forms.ValidationError(str(error)) from error
        if User.objects.filter(handle=handle).exclude(pk=self.user.pk).exists():
            message = "Somebody else has this handle."
            raise forms.ValidationError(message)
        return handle


class MailChoiceForm(forms.Form):
    """One switch for each group of mails."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """On unless the member switched it off."""
        super().__init__(*args, **kwargs)
        for kind in MAIL_KINDS:
            self.fields[kind.code] = forms.BooleanField(
                label=kind.label, help_text=kind.help, required=False, initial=kind.code not in user.mail_off
            )

    def wanted(self) -> set[str]:
        """Codes of the groups that are on."""
        return {code for code, on in self.cleaned_data.items() if on}
