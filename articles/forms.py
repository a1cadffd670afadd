"""Forms: what editors type into the admin, brought into the form that stories are kept in."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import TextField
from django.db.models.fields.files import FieldFile

from articles import markup, pictures
from articles.models import Article, Image

if TYPE_CHECKING:
    ArticleModelForm = forms.ModelForm[Article]
    ImageModelForm = forms.ModelForm[Image]
else:
    ArticleModelForm = ImageModelForm = forms.ModelForm


class LineFeedField(forms.CharField):
    """Text whose lines end as they are kept; with a browser's CRLF every text would count as changed."""

    def to_python(self, value: Any) -> str | None:
        """Return the text with line feeds."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


# For the ``formfield_overrides`` of an admin.
TEXT_FIELDS: dict[type[Any], dict[str, Any]] = {TextField: {"form_class": LineFeedField}}


class ArticleForm(ArticleModelForm):
    """A story as an editor writes it."""

    def clean_body(self) -> str:
        """Return the body with nothing but what the documented list allows."""
        body = markup.clean(self.cleaned_data["body"])
        if not body.strip():
            raise ValidationError(
                "Nothing is left of this text: all of it is on no list of what a story may hold."
            )
        return body

    def clean(self) -> dict[str, Any]:
        """Refuse the address of another story; the day is no field here, so that the model cannot tell."""
        cleaned = super().clean() or self.cleaned_data
        same = Article.objects.at_address(self.instance.dated, cleaned.get("slug") or "")
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("slug", "Another story of that day has this slug. Choose another one.")
        return cleaned


class ImageForm(ImageModelForm):
    """A picture as an editor uploads it."""

    def clean_file(self) -> ContentFile[bytes] | FieldFile:
        """Return a new picture without what its camera wrote into it; one that is there already stays as it is."""
        file: ContentFile[bytes] | FieldFile | UploadedFile[bytes] = self.cleaned_data["file"]
        return pictures.without_metadata(file) if isinstance(file, UploadedFile) else file
