"""Admin of stories and of what stands around them."""

from articles.admin.furniture import ContributorAdmin, ImageAdmin, SectionAdmin
from articles.admin.stories import ArticleAdmin

__all__ = ["ArticleAdmin", "ContributorAdmin", "ImageAdmin", "SectionAdmin"]
