"""Pages: the page cache; what a public page's bytes are, who is given them, and when they are not true any more.

Each public page is kept in ``settings.NEWSROOM_PAGES`` as finished bytes and served from there before Django is
asked, by ``layer`` or by a web server. ``docs/decisions/0011-pages-are-baked.md`` tells how a page that has changed
is never served from there. This is the only room that would change for several machines or for a purge at a CDN.
"""

from articles.pages.answering import layer
from articles.pages.everywhere import register as register_everywhere
from articles.pages.expiry import expire, expire_everything
from articles.pages.incidents import lately
from articles.pages.kinds import Kind, register
from articles.pages.moments import until
from articles.pages.trouble import health

__all__ = [
    "Kind",
    "expire",
    "expire_everything",
    "health",
    "lately",
    "layer",
    "register",
    "register_everywhere",
    "until",
]
