"""Pictures: how wide each place of a page shows one, so that a browser loads no more of it than it needs."""

from typing import Any

from django import template

from articles.models import Image

register = template.Library()

# The widths of story.css, as "sizes" writes them: 94vw is the page without its gutters.
COLUMN = "94vw"
HALF = "(min-width: 40rem) calc(47vw - 1rem), 94vw"
SIZES = {
    "story": "(min-width: 80rem) 61rem, (min-width: 64rem) calc(94vw - 14rem), 94vw",
    "lead": "(min-width: 80rem) 37rem, (min-width: 64rem) calc(48vw - 1.5rem), 94vw",
    "side": f"(min-width: 80rem) 16rem, (min-width: 64rem) calc(23.5vw - 2.75rem), {HALF}",
    "half": f"(min-width: 80rem) 35rem, (min-width: 64rem) calc(47vw - 2.5rem), {HALF}",
    "strip": f"(min-width: 80rem) 23rem, (min-width: 64rem) calc(31vw - 2rem), {HALF}",
    "stack": f"(min-width: 80rem) 23rem, (min-width: 64rem) calc(31vw - 2rem), {COLUMN}",
    "river": "(min-width: 64rem) 17rem, (min-width: 40rem) 14rem, 94vw",
}


@register.inclusion_tag("articles/picture.html")
def picture(image: Image, place: str, *, first: bool = False, css: str = "") -> dict[str, Any]:
    """Draw a picture in a place of ``SIZES``; the first of a page is loaded at once, the others when they come near."""
    drawn = {"src": image.src, "srcset": image.srcset, "sizes": SIZES[place]}
    return {"image": image, **drawn, "first": first, "css": css}
