"""The comments app: readers' discussion and its moderation; it knows the stories, they do not know it."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Comments, decisions and their log."""

    name = "comments"
    verbose_name = "Comments"
