"""Restricting: bans and watches in the admin: added and ended with a reason, never edited and never deleted."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.admin.asking import ListedAdmin
from comments import bans
from comments.admin import reading
from comments.models import Comment, Restriction
from comments.row_ids import row_id

if TYPE_CHECKING:
    AnyModelAdmin = admin.ModelAdmin[Restriction]
    RestrictionModelForm = forms.ModelForm[Restriction]
else:
    AnyModelAdmin = admin.ModelAdmin
    RestrictionModelForm = forms.ModelForm

WHO_SAYS = "comment", "typed"
LONGEST_TYPED = 320  # an e-mail address has no more


class NewRestrictionForm(RestrictionModelForm):
    """Whom it is about, by a comment of theirs or by what is typed, and why."""

    comment = forms.IntegerField(
        required=False,
        min_value=1,
        label="number of a comment",
        help_text="A comment of whoever is meant. What is kept of its sender is enough: nobody has to know who it is.",
    )
    typed = forms.CharField(
        required=False,
        max_length=LONGEST_TYPED,
        label="or what you know",
        help_text="An e-mail address, a domain, a network address or a network. Only a fingerprint of it is kept.",
    )

    class Meta:
        model = Restriction
        fields = ("effect", "target", "reason", "note", "until")
        labels = {"target": "known by"}
        help_texts = {
            "effect": "A ban refuses, and tells the house rule. “Always hold” holds, and tells nothing.",
            "target": "Only a commenter’s key and a network address are proof. Under an e-mail address anybody can "
            "write: comments under a banned one are held, and nothing is told of the ban. Behind a network address "
            "there may be a whole household or office.",
        }

    def clean(self) -> dict[str, Any]:
        """Find whom it is about; say what is missing."""
        given = super().clean() or {}
        if "target" not in given or any(name in self.errors for name in WHO_SAYS):
            return given
        by_comment, typed = given.get("comment"), given.get("typed")
        if bool(by_comment) == bool(typed):
            self.add_error(None, "Give either the number of a comment or what you know.")
            return given
        try:
            self.instance.fingerprint = _fingerprint(by_comment, typed or "", given["target"])
        except bans.NobodyMeant as error:
            self.add_error("comment" if by_comment else "typed", str(error))
        return given

    def clean_until(self) -> Any:
        """Take no end that has passed."""
        until = self.cleaned_data["until"]
        if until and until <= timezone.now():
            raise forms.ValidationError("This has passed already.")
        return until


class EndingForm(RestrictionModelForm):
    """Why it ends."""

    why = forms.CharField(
        max_length=500,
        label="why it ends",
        help_text="For your colleagues. Saving this ends the ban or the watch at once.",
    )

    class Meta:
        model = Restriction
        fields: tuple[str, ...] = ()


@admin.register(Restriction)
class RestrictionAdmin(ListedAdmin, AnyModelAdmin):
    """Bans and watches."""

    actions = ("end",)
    list_display = ("__str__", "target", "reason", "since", "until", "by", "state")
    list_filter = ("effect", "target", "reason")
    list_per_page = 100
    ordering = ("-since", "-id")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What is over is only read."""
        is_over = isinstance(obj, Restriction) and obj.is_over(timezone.now())
        return super().has_change_permission(request, cast("Restriction", obj)) and not is_over

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted here: who was banned, why and by whom can be asked later."""
        return False

    def get_form(
        self, request: HttpRequest, obj: Restriction | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Return the form to add one, or to end one."""
        return super().get_form(
            request, obj, change, form=EndingForm if obj else NewRestrictionForm, **kwargs
        )

    def get_fields(self, request: HttpRequest, obj: Restriction | None = None) -> Any:
        """Return what is asked for, and of one that is there what it says."""
        if obj is None:
            return ("effect", "target", *WHO_SAYS, "reason", "until", "note")
        asked = ("why",) if self.has_change_permission(request, obj) else ()
        return (*self.get_readonly_fields(request, obj), *asked)

    def get_readonly_fields(self, request: HttpRequest, obj: Restriction | None = None) -> Any:
        """Return what nobody changes once it is there."""
        if obj is None:
            return ()
        said = ("effect", "target", "reason", "note", "since", "until", "by", "state")
        return (*said, "end_note") if obj.end_note else said

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Take the comment from the address: a comment's page leads here."""
        number = row_id(request.GET.get("comment", ""))
        return {} if number is None else {"comment": number}

    def save_model(self, request: HttpRequest, obj: Restriction, form: Any, change: bool) -> None:
        """Add it, or end it."""
        by = cast("User", request.user)
        if change:
            bans.end(obj, by=by, note=form.cleaned_data["why"])
            return
        asked = {name: getattr(obj, name) for name in ("effect", "target", "reason", "note", "until")}
        obj.pk = bans.restrict(obj.fingerprint, by=by, **asked).pk

    @admin.action(description="End now", permissions=["change"])
    def end(self, request: HttpRequest, queryset: QuerySet[Restriction]) -> None:
        """End several at once."""
        ended = sum(bans.end(each, by=cast("User", request.user)) for each in queryset.order_by("pk"))
        self.message_user(request, f"{ended} ended.", messages.SUCCESS if ended else messages.WARNING)

    @admin.display(description="state")
    def state(self, restriction: Restriction) -> str:
        """Whether it counts, and if not, since when and through whom."""
        if restriction.ended_at:
            return f"ended by {restriction.ended_by}, {reading.ago(restriction.ended_at, timezone.now())}"
        return "over" if restriction.is_over(timezone.now()) else "in force"


def _fingerprint(comment_id: int | None, typed: str, target: str) -> str:
    if comment_id is None:
        return bans.print_of(typed, target)
    comment = Comment.objects.filter(pk=comment_id).defer("fragment", "email_sealed").first()
    if comment is None:
        raise bans.NobodyMeant("There is no comment of this number.")
    return bans.print_kept_in(comment, target)
