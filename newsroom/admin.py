"""Admin of the staff's accounts (who has acted is disabled, never deleted), and of the lists that other apps bring."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry as Edit
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django_tasks_db.admin import DBTaskResultAdmin
from django_tasks_db.models import DBTaskResult

from articles.admin.asking import ListedAdmin
from comments.models import LogEntry, StaffTitle

if TYPE_CHECKING:
    BaseUserAdmin = UserAdmin[User]
else:
    BaseUserAdmin = UserAdmin

admin.site.unregister([User, Group, DBTaskResult])


class StaffTitleInline(admin.StackedInline):  # type: ignore[type-arg]  # it cannot be subscripted at run time
    """What readers see beside somebody's answers under a story."""

    model = StaffTitle
    verbose_name_plural = "beside answers under stories"
    can_delete = False


@admin.register(User)
class StaffAdmin(ListedAdmin, BaseUserAdmin):
    """Accounts. What somebody did stays theirs, so their account stays too."""

    list_display = ("username", "first_name", "last_name", "is_active", "is_staff", "last_login")
    # The two lists side by side have labels that no screen reader can read.
    filter_horizontal = ()
    inlines = (StaffTitleInline,)

    def get_deleted_objects(
        self, objs: QuerySet[User] | Sequence[User], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """Refuse to delete the accounts of those who decided on a comment or edited something."""
        acted = _who_acted([user.pk for user in objs])
        if acted:
            return [], {}, set(), [user.get_username() for user in objs if user.pk in acted]
        return super().get_deleted_objects(objs, request)


@admin.register(Group)
class StaffGroupAdmin(ListedAdmin, GroupAdmin):
    """Groups, as Django shows them."""


@admin.register(DBTaskResult)
class TaskAdmin(ListedAdmin, DBTaskResultAdmin):
    """The task worker's tasks, as its app shows them."""


def _who_acted(ids: Iterable[int]) -> set[int | None]:
    ids = list(ids)
    decided = LogEntry.objects.filter(actor_id__in=ids).order_by().values_list("actor_id", flat=True)
    edited = Edit.objects.filter(user_id__in=ids).order_by().values_list("user_id", flat=True)
    return {*decided.distinct(), *edited.distinct()}
