"""Redacting: personal data taken out of a comment's text: ticked or pasted, looked at once more, then removed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from comments import redaction
from comments.desk import back, sheet
from comments.desk.access import moderator, moderator_required
from comments.desk.decision import LARGEST
from comments.models import Comment
from comments.redaction import Span

PERSONAL = "private-"  # how the rules are named that find personal data
REMOVE = "remove"
# What stands there more often is no passage but a letter.
MOST_PLACES = 100
MOST_PASSAGES = 100  # each is looked for in the whole text
OVERTAKEN = "This comment changed after your page was made. Nothing was removed; look at it again."
UNSEEN = "The form did not say which state of the text it showed. Send it again."
ERASED = "The comment’s text was erased when its time was over."


@dataclass(frozen=True)
class Offer:
    """Words that a rule has marked: where, which, and what it said of them."""

    start: int
    end: int
    words: str
    said: str
    is_personal: bool

    @property
    def value(self) -> str:
        """The place as a form carries it."""
        return f"{self.start}-{self.end}"


class RedactionForm(forms.Form):
    """What is to be removed from a text: findings that were ticked, and passages that were pasted, one a line."""

    seq = forms.IntegerField(
        min_value=0, max_value=LARGEST, error_messages={"invalid": UNSEEN, "required": UNSEEN}
    )
    found = forms.MultipleChoiceField(required=False)
    passages = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )

    def __init__(self, comment: Comment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = comment.text
        self.offers = offers(comment)
        self.fields["found"].choices = [(offer.value, offer.words) for offer in self.offers]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Find where the passages stand, and ask for something to remove."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        given["places"] = [*self._ticked(given["found"]), *self._pasted(given["passages"])]
        if not given["places"] and not self.errors:
            raise ValidationError("Tick what is to be removed, or paste it into the field.")
        return given

    @property
    def spans(self) -> list[Span]:
        """What is to be removed, in the order of the text; the form must be valid."""
        return redaction.merged(self.cleaned_data["places"], len(self.text))

    def _ticked(self, values: list[str]) -> Iterator[Span]:
        yield from ((offer.start, offer.end) for offer in self.offers if offer.value in values)

    def _pasted(self, passages: str) -> list[Span]:
        """Return every place of each passage."""
        places: list[Span] = []
        pasted = list(dict.fromkeys(filter(None, map(str.strip, passages.splitlines()))))
        if len(pasted) > MOST_PASSAGES:
            self.add_error("passages", f"These are {len(pasted):,} passages. The limit is {MOST_PASSAGES}.")
        for passage in pasted[:MOST_PASSAGES]:
            found = [match.span() for match in re.finditer(re.escape(passage), self.text)]
            if not found:
                self.add_error("passages", f"“{passage}” does not stand in the text.")
            if len(found) > MOST_PLACES:
                self.add_error("passages", f"“{passage}” stands in the text {len(found)} times.")
            places += found
        return places


def offers(comment: Comment) -> list[Offer]:
    """Return what the rules have marked in a text, personal data first, then in its order; each place once."""
    marked: dict[Span, Offer] = {}
    for finding in sorted(comment.findings, key=_place):
        start, end = finding["start"], min(finding["end"], len(comment.text))
        if finding["field"] == "text" and 0 < end - start < len(comment.text):
            words = comment.text[start:end]
            offer = Offer(start, end, words, finding["message"], finding["rule"].startswith(PERSONAL))
            marked.setdefault((start, end), offer)
    return list(marked.values())


@moderator_required
@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove parts of a text once they were looked at: 303 to its card.

    409 when the comment has moved since, or a colleague has its card.
    """
    comment = sheet.comment_of(request, pk)
    if not comment.text:
        return sheet.draw(request, "desk/redact.html", comment, {"refusal": ERASED}, status=HTTPStatus.GONE)
    if request.method != "POST":
        return _asked(request, comment, RedactionForm(comment), HTTPStatus.OK)
    form = RedactionForm(comment, request.POST)
    if sheet.seen(request) not in (0, comment.seq):
        as_typed = RedactionForm(comment, initial={"passages": request.POST.get("passages", "")})
        return _asked(request, comment, as_typed, HTTPStatus.CONFLICT, refusal=OVERTAKEN)
    if not form.is_valid():
        return _asked(request, comment, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.POST.get("step") != REMOVE:
        preview = redaction.replaced(comment.text, form.spans)
        return _asked(request, comment, form, HTTPStatus.OK, preview=preview)
    theirs = sheet.claimed(request, pk)
    seen, by = form.cleaned_data["seq"], moderator(request)
    entry = None if theirs else redaction.redact(comment, form.spans, by=by, seen=seen)
    if entry is None:
        return _asked(request, comment, form, HTTPStatus.CONFLICT, refusal=theirs or OVERTAKEN)
    return back.to_card(request, pk, decided=entry.seq)


def _asked(
    request: HttpRequest, comment: Comment, form: RedactionForm, status: HTTPStatus, **told: str
) -> HttpResponse:
    # In a text that has changed, what was ticked may stand elsewhere.
    is_as_sent = form.is_bound and status != HTTPStatus.CONFLICT
    ticked = form["found"].value() if is_as_sent else _personal(form)
    context = {"form": form, "ticked": ticked, "seq": comment.seq, **told}
    return sheet.draw(request, "desk/redact.html", comment, context, status=status)


def _personal(form: RedactionForm) -> list[str]:
    """Return what is ticked before anybody ticks: what the rules took for personal data."""
    return [offer.value for offer in form.offers if offer.is_personal]


def _place(finding: Mapping[str, Any]) -> tuple[bool, int, int]:
    return not finding["rule"].startswith(PERSONAL), finding["start"], finding["end"]
