"""Forms: what a reader types, checked and explained; nothing that was typed is lost."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from articles.models import Article
from comments import markup
from comments.models import Comment
from comments.models.comment import EMAIL_LIMIT, NAME_LIMIT, TEXT_LIMIT_BYTES, WEBSITE_LIMIT
from comments.screening.shapes import Submission

EMAIL_IN_TEXT = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
# Characters that no name has: controls, and those that turn the direction of what follows.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
TOO_LONG = "This is %(show_value)s characters long. The limit is %(limit_value)s."


def too_long(limit: int) -> MaxLengthValidator:
    """Return a validator that says the limit and the length."""
    return MaxLengthValidator(limit, TOO_LONG)


def no_email_inside(value: str) -> None:
    """Refuse an e-mail address where readers would see it."""
    if EMAIL_IN_TEXT.search(unicodedata.normalize("NFKC", value)):
        raise ValidationError(
            "This has an email address in it, and everybody would see it. Please take it out."
        )


def only_seen_characters(value: str) -> None:
    """Refuse characters in a name that nobody sees or that turn the text around them."""
    if UNSEEN.search(value):
        raise ValidationError(
            "This has characters in it that cannot be seen. Please type the name instead of pasting it."
        )


def shows_something(value: str) -> bool:
    """Whether a text has at least one character that is seen: not only spaces, controls and joiners."""
    return any(unicodedata.category(character)[0] in "LMNPS" for character in value)


def text_fits(value: str) -> None:
    """Refuse a text over the limit, which counts UTF-8 bytes."""
    length = len(value.encode())
    if length > TEXT_LIMIT_BYTES:
        raise ValidationError(
            f"This is {length:,} bytes long. The limit is {TEXT_LIMIT_BYTES:,}: "
            f"please take out about {length - TEXT_LIMIT_BYTES:,} letters."
        )


class CommentField(forms.CharField):
    """The comment as typed: white space is kept, line ends are LF."""

    def to_python(self, value: Any) -> str:
        return markup.clean_source(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        super().validate(value if shows_something(value) else "")


class EmailField(forms.EmailField):
    """An e-mail address, with an error that says what is wrong with it."""

    default_error_messages = {
        "invalid": "This is not an email address. It should look like name@example.org."
    }

    def run_validators(self, value: Any) -> None:
        if value and "@" not in value:
            raise ValidationError("This address has no @ in it. It should look like name@example.org.")
        super().run_validators(value)


class ReplyForm(forms.Form):
    """ "Leave a Reply": comment, name, e-mail and website, and which comment is answered."""

    comment = CommentField(
        strip=False,
        validators=[text_fits],
        widget=forms.Textarea(attrs={"rows": 8, "cols": 60}),
        error_messages={"required": "Please write something first."},
    )
    name = forms.CharField(
        validators=[too_long(NAME_LIMIT), no_email_inside, only_seen_characters],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Please say who you are. A name you are known by is enough."},
    )
    email = EmailField(
        max_length=None,
        validators=[too_long(EMAIL_LIMIT)],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Please give an email address. It is not published."},
    )
    website = forms.URLField(
        required=False,
        assume_scheme="https",
        validators=[too_long(WEBSITE_LIMIT), no_email_inside],
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
        error_messages={"invalid": "This is not a web address. It should look like https://example.org."},
    )
    save = forms.BooleanField(
        required=False,
        label="Save my name, email and website in this browser for the next time I comment.",
    )
    parent = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, str] | None = None, *, article: Article, replying_to: Comment | None = None
    ) -> None:
        self.article = article
        self.replying_to = replying_to
        # NUL stands in no text that a person types, and in no database.
        typed = (
            {key: data.get(key, "").replace("\0", "") for key in self.base_fields}
            if data is not None
            else None
        )
        super().__init__(typed, initial={"parent": replying_to.pk if replying_to else ""})
        self.label_suffix = ""
        self.helper = self._helper()

    def _helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_method = "post"
        helper.form_action = f"{self.article.get_absolute_url()}reply/"
        helper.form_class = "form"
        helper.disable_csrf = True
        helper.attrs = {"novalidate": ""}
        helper.layout = Layout(
            "parent",
            Field("comment"),
            Field("name", wrapper_class="field--half"),
            Field("email", wrapper_class="field--half"),
            Field("website"),
            Field("save"),
        )
        helper.add_input(Submit("send", "Send reply", css_class="button"))
        return helper

    def clean_website(self) -> str:
        """Take http and https alone, for the name links to it."""
        website: str = self.cleaned_data["website"]
        if website and not website.startswith(("http://", "https://")):
            raise ValidationError("A website's address begins with https:// or http://.")
        return website

    def clean_parent(self) -> Comment | None:
        """Find what is answered: a public comment under this story."""
        value = self.cleaned_data["parent"].strip()
        if not value:
            return None
        public = Comment.objects.public().for_article(self.article.pk).defer("email_sealed")
        parent = (
            public.filter(pk=value).first()
            if value.isascii() and value.isdigit() and len(value) < 19
            else None
        )
        if parent is None:
            self.data = {**self.data, "parent": ""}
            raise ValidationError(
                "The reply that you answer is not there any more. Send yours again and it stands by itself."
            )
        self.replying_to = parent
        return parent

    def submission(self, *, address: str, from_our_page: bool) -> Submission:
        """Return what was typed as a submission; the form must be valid."""
        given = self.cleaned_data
        return Submission(
            article_id=self.article.pk,
            parent_id=given["parent"].pk if given["parent"] else None,
            name=given["name"],
            email=given["email"],
            website=given["website"],
            text=given["comment"],
            address=address,
            from_our_page=from_our_page,
        )
