"""Apps: the frame itself, and the admin with our own site in Django's place."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class NewsroomConfig(AppConfig):
    """The frame: settings, checks and commands that belong to no single app."""

    name = "newsroom"

    def ready(self) -> None:
        from newsroom import checks  # noqa: F401  (importing registers the checks)


class NewsroomAdminConfig(AdminConfig):
    """Django's admin, drawn by our own site."""

    default_site = "newsroom.site.StaffSite"
