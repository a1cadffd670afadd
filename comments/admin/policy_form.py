"""Policy form: the settings of the screening policy as fields, each with the sentence that explains it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict

from comments.models.policy import NOTE_LIMIT
from comments.policies import Stored
from comments.rule_names import RULES
from comments.screening import document as documents
from comments.screening.document import ALWAYS_ON, KINDS, OFF, Setting
from comments.screening.lists import LIST_LIMIT_BYTES

# What a browser can send in a field of its own, other than as a file (settings.DATA_UPLOAD_MAX_MEMORY_SIZE).
MOST_PASTED = 900_000
MANY = (tuple[str, ...], tuple[int, ...])
DELIVERED = {True: "yes", False: "no", "": "nothing"}


@dataclass(frozen=True)
class Group:
    """The settings of one group, with a heading and what the group is about."""

    heading: str
    about: str
    fields: list[BoundField]


class LinesField(forms.CharField):
    """Several values, one a line; whole numbers if ``of`` says so."""

    widget = forms.Textarea

    def __init__(self, *, of: type, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.of = of

    def prepare_value(self, value: Any) -> Any:
        """Write values a line each."""
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """Read the lines, leaving out those that are empty."""
        lines = [line.strip() for line in super().clean(value).splitlines()]
        return [self._read(line, number) for number, line in enumerate(lines, 1) if line]

    def _read(self, line: str, number: int) -> Any:
        if self.of is str:
            return line
        if not (line.isascii() and line.isdecimal() and len(line) < 10):
            raise ValidationError(f"Line {number}: “{line[:40]}” is not a whole number.")
        return int(line)


class VersionForm(forms.Form):
    """What every change of the policy says: which version it was made to, and why.

    ``overtaken_by`` is the number of a version that was saved since the page was shown.
    """

    overtaken_by = 0

    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=NOTE_LIMIT,
        help_text="What you change and why, for the history.",
    )

    def tell(self, problems: Mapping[str, str]) -> None:
        """Put what is wrong beside the fields that it is about, or above all of them."""
        for place, problem in problems.items():
            shown = place in self.fields
            told = problem.splitlines() if shown else [f"{place}: {each}" for each in problem.splitlines()]
            self.add_error(place if shown else None, ValidationError(told))

    def overtake(self, number: int) -> None:
        """Say that somebody else saved a version; to send the form once more is to replace it knowingly."""
        self.overtaken_by = number
        self._put("based_on", str(number))
        self.add_error(
            None,
            f"Version {number} was saved in the meantime: see the history. Save again to replace it with what "
            "stands here.",
        )

    def _put(self, field: str, value: str) -> None:
        """Let the form show another value than was sent."""
        data = cast(QueryDict, self.data).copy()
        data[field] = value
        self.data = data


class PolicyForm(VersionForm):
    """The settings, and the rules that are switched off."""

    off = forms.MultipleChoiceField(
        label="Switched off",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="A rule that is ticked finds nothing any more. "
        "What a story asks for, and what guards the form itself, is always found.",
    )

    def __init__(self, kept: Stored, data: Any = None) -> None:
        initial: dict[str, Any] = {"based_on": kept.number, OFF: _off(kept.document)}
        super().__init__(data, initial=initial)
        cast(forms.MultipleChoiceField, self.fields[OFF]).choices = _rules(initial[OFF])
        for setting in documents.settings():
            self.fields[setting.place] = _field(setting)
            self.initial[setting.place] = documents.value_of(kept.document, setting)

    def groups(self) -> Iterator[Group]:
        """Yield the settings group by group."""
        for name, kind in documents.groups().items():
            fields = [self[each.place] for each in documents.settings() if each.group == name]
            if fields:
                yield Group(name.capitalize(), _about(kind), fields)

    def document(self) -> dict[str, Any]:
        """Return what was sent as the policy's document; for a form that is valid."""
        whole: dict[str, Any] = {OFF: sorted(self.cleaned_data[OFF])}
        for setting in documents.settings():
            whole.setdefault(setting.group, {})[setting.name] = self.cleaned_data[setting.place]
        return whole


class ListForm(VersionForm):
    """One list, as text or as a file."""

    text = forms.Field(
        label="Entries",
        required=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "dir": "auto"}),
        help_text="One entry a line. A line that begins with # is a remark.",
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        allow_empty_file=True,
        help_text=f"A text file in UTF-8 of at most {LIST_LIMIT_BYTES // 1_000_000} MB, which replaces what stands "
        f"above. A list of more than {MOST_PASTED // 1000} kB has to be a file.",
    )
    is_wordpress = forms.BooleanField(
        label="These are WordPress’ keys: add them to the list",
        required=False,
        help_text="Keys that stand there already and keys that cannot stand are left out, and told.",
    )

    def clean_file(self) -> str | None:
        """Return the text of the file; None if none was sent."""
        sent = self.cleaned_data["file"]
        if sent is None:
            return None
        if sent.size > LIST_LIMIT_BYTES:
            raise ValidationError(
                f"Line 1: The file has {sent.size:,} bytes; {LIST_LIMIT_BYTES:,} are the most. Is it the right file?"
            )
        read: bytes = sent.read()
        try:
            return read.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = read[: error.start].count(b"\n") + 1
            raise ValidationError(f"Line {line}: This is not text in UTF-8. Is it the right file?") from error

    @property
    def sent(self) -> str:
        """What was sent, in whichever way; for a form whose file is good."""
        file = self.cleaned_data.get("file")
        return str((self.cleaned_data.get("text") or "") if file is None else file)

    def show_sent(self) -> None:
        """Let the page show what was in the file, so that a mistake in it can be put right there."""
        if self.is_bound and self.cleaned_data.get("file") is not None and len(self.sent) < MOST_PASTED:
            self._put("text", self.sent)


def list_label(name: str) -> str:
    """Return what a list is called; one that is not known any more by its name."""
    return KINDS[name].label if name in KINDS else name


def _off(document: Any) -> list[str]:
    codes = document.get(OFF, []) if isinstance(document, dict) else []
    return [code for code in codes if isinstance(code, str) and code not in ALWAYS_ON]


def _rules(off: list[str]) -> list[tuple[str, str]]:
    known = {code: words for code, words in RULES.items() if code not in ALWAYS_ON}
    return list({**{code: code for code in off}, **known}.items())


def _about(kind: type) -> str:
    return cleandoc(kind.__doc__ or "").partition("\n\n")[0].replace("\n", " ")


def _field(setting: Setting) -> forms.Field:
    told: dict[str, Any] = {
        "label": setting.label[:1].upper() + setting.label[1:],
        "help_text": _help(setting),
    }
    if setting.kind is bool:
        return forms.BooleanField(required=False, **told)
    if setting.kind is int:
        return forms.IntegerField(min_value=setting.least, max_value=setting.most, **told)
    if setting.kind in MANY:
        return LinesField(of=int if setting.kind == tuple[int, ...] else str, **told)
    if setting.choices:
        return forms.ChoiceField(choices=[(each, each) for each in setting.choices], **told)
    return forms.CharField(required=False, max_length=documents.LONGEST, **told)


def _help(setting: Setting) -> str:
    default = setting.default
    if isinstance(default, tuple):
        default = ", ".join(map(str, default))
    shown = DELIVERED.get(default, default) if isinstance(default, bool | str) else default
    return f"{setting.help} As delivered: {shown}.".strip()
