"""The comments app: readers' discussion and its moderation; it knows the stories, they do not know it."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Comments, decisions and their log."""

    name = "comments"
    verbose_name = "Comments"

    def ready(self) -> None:
        """Register the kinds of public pages."""
        from comments import public_pages

        public_pages.register()
