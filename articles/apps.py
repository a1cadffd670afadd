"""The articles app: publishing; it knows nothing of comments."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Stories, sections, contributors, pictures."""

    name = "articles"
    verbose_name = "Stories"
