"""The page store: public pages kept whole, answered before Django is entered.

    @kept("news", "site", params=("kategori", "sesudah", "sebelum"))
    def article_list(request):
        …
        return keep_until(response, Article.objects.next_change(at))

    purge("news")        # in the transaction that changed something

A page is a function of the database, the clock, its path and its declared parameters, and of nothing else.

- `layer.PageStore` stands in front of Django (wsgi.py). It answers anonymous GET and HEAD from the files.
- `kept` declares what a view shows (its sections), which parameters it reads and until when it holds.
- `files.PageFiles` keeps the entries and the generation of each section in a directory that processes share.
- `purge` writes a row in the caller's transaction; after the commit the section's generation moves on, and
  every page made from the one before is passed over. A crash between the two is healed at the next start
  and by `manage.py tick`.

The generations are read before a page is rendered and are kept in its entry: a page rendered from what was
true before a change is never served after it, however slow it was.
"""

from .declare import keep_until, kept, not_kept
from .purging import drain, purge

__all__ = ["drain", "keep_until", "kept", "not_kept", "purge"]
