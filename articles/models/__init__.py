"""What a newsroom publishes: one file a concept."""

from articles.models.article import Article, Byline
from articles.models.contributor import Contributor
from articles.models.correction import Correction
from articles.models.image import Image
from articles.models.section import Section

__all__ = ["Article", "Byline", "Contributor", "Correction", "Image", "Section"]
