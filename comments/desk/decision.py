"""Decision: what a moderator's form says, checked; what was typed in it is never lost."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from comments.house_rules import REASONS
from comments.words import DECISIONS, Action

# A note is for colleagues and stays in the log: a few paragraphs are enough.
NOTE_LIMIT = 2_000
LARGEST = 2**63 - 1
UNKNOWN = "There is no such decision. Press one of the buttons."


@dataclass(frozen=True)
class Decided:
    """A form's content once it is valid; ``next`` is the comment to show afterwards, None for the first."""

    seq: int
    action: str
    reason: str
    note: str
    next: int | None


class NoteField(forms.CharField):
    """Words for colleagues: a line break counts once, as it does in the page's own limit."""

    def to_python(self, value: Any) -> str:
        """Return what was typed, its line breaks as the browser counted them."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class DeedForm(forms.Form):
    """What is decided. Its buttons send ``action``; those that reject send the house rule alone."""

    action = forms.ChoiceField(
        choices=[(action, action) for action in DECISIONS],
        required=False,
        error_messages={"invalid_choice": UNKNOWN},
    )
    reason = forms.ChoiceField(
        choices=[(code, rule.label) for code, rule in REASONS.items()],
        required=False,
        error_messages={"invalid_choice": "There is no such house rule. Press one of the buttons."},
    )
    note = NoteField(
        max_length=NOTE_LIMIT,
        required=False,
        error_messages={
            "max_length": "The note is %(show_value)d characters long. The limit is %(limit_value)d."
        },
    )

    def clean(self) -> dict[str, Any]:
        """Take a house rule for a rejection, and refuse a rejection without one: its commenter is told which."""
        given = super().clean() or self.cleaned_data
        action, reason = given.get("action"), given.get("reason")
        given["action"] = action or (Action.REJECT.value if reason else "")
        if self.errors:
            return given
        if not given["action"]:
            raise ValidationError(UNKNOWN)
        if (given["action"] == Action.REJECT) != bool(reason):
            raise ValidationError(
                "A rejection names the house rule that was broken, and no other decision does."
            )
        return given

    @property
    def complaint(self) -> str:
        """What is wrong, in one line."""
        return " ".join(str(message) for messages in self.errors.values() for message in messages)


class DecisionForm(DeedForm):
    """A decision on one comment; ``next`` is the comment to show afterwards."""

    comment = forms.IntegerField(min_value=1, max_value=LARGEST)
    seq = forms.IntegerField(min_value=0, max_value=LARGEST)
    next = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)

    @property
    def pk(self) -> int | None:
        """The id of the comment, also when something else in the form is wrong."""
        self.is_valid()
        pk: int | None = self.cleaned_data.get("comment")
        return pk

    @property
    def decided(self) -> Decided:
        """What was decided; the form must be valid."""
        given = self.cleaned_data
        return Decided(given["seq"], given["action"], given["reason"], given["note"], given["next"])
