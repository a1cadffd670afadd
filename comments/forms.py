"""Forms: what a reader types, checked and explained; nothing that was typed is lost."""

import copy
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.functional import cached_property

from articles.addresses import Place
from articles.models import Article
from comments import formmarks, identity, markup
from comments.house_rules import REASONS
from comments.models import Comment
from comments.models.comment import EMAIL_LIMIT, NAME_LIMIT, TEXT_LIMIT_BYTES, WEBSITE_LIMIT
from comments.models.report import SENTENCE_LIMIT
from comments.row_ids import row_id
from comments.screening.shapes import Submission
from comments.screening.unseen import ODD

# An e-mail address: what stands on both sides of its "@", within bounds, so that no text makes the search slow.
EMAIL_IN_TEXT = re.compile(r"[\w.+-] ?@ ?[^\s@.]{1,63}\.[^\s@]")
DOTS = str.maketrans("\u3002\uff0e\uff61", "...")
# Characters that no name has: controls, fillers, tags, and those that turn the direction of what follows.
UNSEEN = re.compile(rf"[\x00-\x1f\x7f-\x9f{ODD}]")


def no_email_inside(value: str) -> None:
    """Refuse an e-mail address where readers would see it, written out or percent-encoded (RFC 3986)."""
    written = unicodedata.normalize("NFKC", unquote(unquote(value))).translate(DOTS)
    if EMAIL_IN_TEXT.search(written):
        raise ValidationError(
            "This has an email address in it, and everybody would see it. Please take it out."
        )


def only_seen_characters(value: str) -> None:
    """Refuse characters in a name that nobody sees, or that turn or overgrow the text around them."""
    stack = 0
    for character in value:
        stack = stack + 1 if unicodedata.category(character) == "Mn" else 0
        if stack > markup.TALLEST_STACK:
            raise ValidationError("This has marks in it that stack up. Please type the name without them.")
    if UNSEEN.search(value):
        raise ValidationError(
            "This has characters in it that cannot be seen. Please type the name instead of pasting it."
        )


def shows_something(value: str) -> bool:
    """Whether a text has at least one character that is seen: not only spaces, controls, joiners and fillers."""
    return any(unicodedata.category(character)[0] in "LMNPS" for character in UNSEEN.sub("", value))


class Limited(forms.Field):
    """A field with a limit that is looked at first: nothing further is done with what is far too long."""

    limit: int

    def run_validators(self, value: Any) -> None:
        if len(value) > self.limit:
            raise ValidationError(f"This is {len(value)} characters long. The limit is {self.limit}.")
        super().run_validators(value)


class CommentField(forms.CharField):
    """The comment as typed: white space is kept, line ends are LF; its limit counts UTF-8 bytes."""

    def to_python(self, value: Any) -> str:
        return markup.clean_source(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        super().validate(value if shows_something(value) else "")

    def run_validators(self, value: Any) -> None:
        length = len(value.encode())
        if length > TEXT_LIMIT_BYTES:
            raise ValidationError(
                f"This is {length:,} bytes long. The limit is {TEXT_LIMIT_BYTES:,}: "
                f"please take out about {length - TEXT_LIMIT_BYTES:,} letters."
            )
        super().run_validators(value)


class NameField(Limited, forms.CharField):
    """The name that readers see."""

    limit = NAME_LIMIT
    default_validators = [no_email_inside, only_seen_characters]


class EmailField(Limited, forms.EmailField):
    """An e-mail address, with an error that says what is wrong with it."""

    limit = EMAIL_LIMIT
    default_error_messages = {
        "invalid": "This is not an email address. It should look like name@example.org."
    }

    def run_validators(self, value: Any) -> None:
        if value and "@" not in value and len(value) <= self.limit:
            raise ValidationError("This address has no @ in it. It should look like name@example.org.")
        super().run_validators(value)


class WebsiteField(Limited, forms.URLField):
    """A web address, http or https, that the name links to."""

    limit = WEBSITE_LIMIT
    default_validators = [URLValidator(schemes=["http", "https"]), no_email_inside]


class Shared(dict[str, forms.Field]):
    """Fields that forms have in common: to copy them takes longer than to look at what was typed."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


class ReplyForm(forms.Form):
    """ "Leave a Reply": comment, name, e-mail and website, and which comment is answered."""

    comment = CommentField(
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 60}),
        error_messages={"required": "Please write something first."},
    )
    name = NameField(
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Please say who you are. A name you are known by is enough."},
    )
    email = EmailField(
        max_length=None,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Please give an email address. It is not published."},
    )
    website = WebsiteField(
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
        error_messages={"invalid": "This is not a web address. It should look like https://example.org."},
    )
    save = forms.BooleanField(
        required=False,
        label=(
            "Save my name, email and website in this browser for the next time I comment. "
            "For a year it also keeps a random key, by which we know that it is you."
        ),
    )
    # Put in by reply.js where the box above is ticked, so that no page carries it.
    device = forms.CharField(required=False, widget=forms.HiddenInput)
    parent = forms.CharField(required=False, widget=forms.HiddenInput)
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        article: Article | Place,
        replying_to: Comment | None = None,
    ) -> None:
        self.article = article
        self.replying_to = replying_to
        self.marks = formmarks.of(article.get_absolute_url())
        typed = _without_nul(data, (*self.base_fields, self.marks.trap))
        answers = replying_to.pk if replying_to else ""
        super().__init__(typed, initial={"parent": answers, "token": self.marks.token})
        self.fields[self.marks.trap] = _trap()
        self.label_suffix = ""

    @cached_property
    def helper(self) -> FormHelper:
        """How the form is drawn, with fields of its own, for drawing writes into them; most that are sent never are."""
        self.fields = copy.deepcopy(self.fields)
        self._bound_fields_cache: dict[str, forms.BoundField] = {}  # made of the fields in common until now
        helper = FormHelper()
        helper.form_method = "post"
        helper.form_action = f"{self.article.get_absolute_url()}reply/"
        helper.form_class = "form"
        helper.disable_csrf = True
        helper.attrs = {"novalidate": ""}
        helper.layout = Layout(
            "parent",
            "token",
            Field("comment"),
            Field("name", wrapper_class="field--half"),
            Field("email", wrapper_class="field--half"),
            Field("website"),
            Div(self.marks.trap, css_class="vh", aria_hidden="true"),
            Field("save"),
        )
        helper.add_input(Submit("send", "Send reply", css_class="button"))
        return helper

    def clean_parent(self) -> Comment | None:
        """Find what is answered: a public comment under this story."""
        value = self.cleaned_data["parent"].strip()
        if not value:
            return None
        public = Comment.objects.public().for_article(self.article.pk).defer("email_sealed")
        number = row_id(value)
        parent = None if number is None else public.filter(pk=number).first()
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
        kept = given["device"] if given["save"] else ""
        shown = formmarks.read(given["token"], self.article.get_absolute_url())
        return Submission(
            article_id=self.article.pk,
            parent_id=given["parent"].pk if given["parent"] else None,
            name=given["name"],
            email=given["email"],
            website=given["website"],
            text=given["comment"],
            address=address,
            from_our_page=from_our_page,
            device=identity.device_secret(kept, on=timezone.now().date()),
            from_our_form=shown.is_ours,
            filled_trap=bool(given[self.marks.trap]),
            seconds=shown.seconds,
        )


ReplyForm.base_fields = Shared(ReplyForm.base_fields)


class SentenceField(Limited, forms.CharField):
    """A sentence or three for the desk."""

    limit = SENTENCE_LIMIT


class ReportForm(forms.Form):
    """What is wrong with a comment: the house rule that it breaks, and a sentence, which may stay empty."""

    reason = forms.ChoiceField(
        label="House rule",
        choices=[(code, rule.text) for code, rule in REASONS.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Please choose the house rule that it breaks.",
            "invalid_choice": "There is no such house rule. Please choose one of these.",
        },
    )
    sentence = SentenceField(
        required=False,
        label="What should we look at? (You may leave this empty.)",
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
    )
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, str] | None = None, *, address: str) -> None:
        self.address, self.marks = address, formmarks.of(address)
        super().__init__(_without_nul(data, (*self.base_fields, self.marks.trap)))
        self.fields["token"].initial = formmarks.fresh(address)
        self.fields[self.marks.trap] = _trap()
        self.label_suffix = ""

    @property
    def trap(self) -> forms.BoundField:
        """The field that people do not see."""
        return self[self.marks.trap]

    @property
    def is_ours(self) -> bool:
        """Whether it came from our page and a person filled it in; the form must be valid."""
        given = self.cleaned_data
        return formmarks.read(given["token"], self.address).is_ours and not given[self.marks.trap]


def _without_nul(data: Mapping[str, str] | None, names: Iterable[str]) -> dict[str, str] | None:
    """Return these fields of what was sent; NUL stands in no text that a person types, and in no database."""
    return None if data is None else {name: data.get(name, "").replace("\0", "") for name in names}


def _trap() -> forms.Field:
    """Return the field that people neither see nor reach; who hears or reads it without style sheets is told."""
    widget = forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    return forms.CharField(required=False, label="Leave this empty", widget=widget)
