"""The comments app: readers' discussion and its moderation; it knows the stories, they do not know it."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Comments, decisions and their log."""

    name = "comments"
    verbose_name = "Comments"

    def ready(self) -> None:
        """Register the kinds of public pages, and let go of a moderator's cards at the logout."""
        from django.contrib.auth.signals import user_logged_out

        from comments import public_pages
        from comments.desk import claiming

        public_pages.register()
        user_logged_out.connect(claiming.let_go_at_logout)
