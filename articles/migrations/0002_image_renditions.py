import django.core.validators
from django.apps.registry import Apps
from django.core.files.storage import default_storage
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import articles.models.image
from articles import pictures


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the renditions of the pictures that are there; one whose file is missing has none."""
    images = apps.get_model("articles", "Image").objects
    for pk, name in images.values_list("pk", "file"):
        images.filter(pk=pk).update(renditions=pictures.store_renditions(default_storage, name))


def unmake(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the renditions."""
    for renditions in apps.get_model("articles", "Image").objects.values_list("renditions", flat=True):
        pictures.remove_renditions(default_storage, renditions)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="image",
            name="renditions",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AlterField(
            model_name="image",
            name="file",
            field=articles.models.image.PictureField(
                height_field="height",
                help_text="WebP, JPEG, PNG or GIF, at best 1600 pixels wide or more.",
                upload_to=articles.models.image.picture_name,
                validators=[
                    django.core.validators.FileExtensionValidator(("webp", "jpg", "jpeg", "png", "gif"))
                ],
                width_field="width",
            ),
        ),
        migrations.RunPython(make, unmake),
    ]
