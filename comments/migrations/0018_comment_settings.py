"""Calls the policies of stories, sections and the site what an editor would look for."""

from django.db import migrations

SITE = "site comment settings"


class Migration(migrations.Migration):
    """See the module's docstring."""

    dependencies = [("comments", "0017_statistics")]

    operations = [
        migrations.AlterModelOptions(
            name="sectionpolicy",
            options={
                "verbose_name": "comment settings of a section",
                "verbose_name_plural": "section comment settings",
            },
        ),
        migrations.AlterModelOptions(
            name="sitepolicy",
            options={
                "default_permissions": ("add", "change", "view"),
                "verbose_name": SITE,
                "verbose_name_plural": SITE,
            },
        ),
        migrations.AlterModelOptions(
            name="storypolicy",
            options={
                "verbose_name": "comment settings of a story",
                "verbose_name_plural": "story comment settings",
            },
        ),
    ]
