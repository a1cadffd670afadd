"""The articles app: publishing; it knows nothing of comments."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Stories, sections, contributors, pictures."""

    name = "articles"
    verbose_name = "Stories"

    def ready(self) -> None:
        """Register the kinds of public pages."""
        from articles import public_pages

        public_pages.register()
