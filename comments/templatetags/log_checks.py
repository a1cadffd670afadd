"""Template tags: what the last check of the log has found, for staff who may read it."""

from typing import Any

from django import template
from django.template import Context

from comments.models import LogCheck

register = template.Library()


@register.inclusion_tag("admin/comments/logentry/alarm.html", takes_context=True)
def log_alarm(context: Context) -> dict[str, Any]:
    """Say on every page of the admin that the log was altered, as long as the last check says so."""
    user = context["request"].user
    check = LogCheck.objects.last() if user.has_perm("comments.view_logentry") else None
    return {"check": None if check is None or check.is_sound else check}
