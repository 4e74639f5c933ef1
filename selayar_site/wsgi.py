"""The entry for WSGI servers: the counter of reads and the page store in front of Django."""

import logging
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selayar_site.settings")

# Sets Django up, which the imports below it need.
django_application = get_wsgi_application()


def with_page_store(app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """`app` behind the page store as the settings describe it; `app` itself where the store is off."""
    from django.conf import settings
    from django.db import DatabaseError

    from selayar_site.pagestore import drain
    from selayar_site.pagestore.files import PageFiles
    from selayar_site.pagestore.layer import PageStore
    from selayar_site.pagestore.release import fingerprint

    if not settings.PAGE_STORE:
        return app
    try:
        # What a process that was killed between commit and purge left behind.
        drain()
    except (DatabaseError, OSError) as error:
        logging.getLogger(__name__).warning("Purges wait for `manage.py tick`: %s", error)
    names: dict[str, Any] = {
        "hosts": settings.ALLOWED_HOSTS,
        "origin_host": settings.PUBLIC_ORIGIN.partition("://")[2],
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "https_header": (settings.SECURE_PROXY_SSL_HEADER or ("",))[0],
    }
    code = [settings.BASE_DIR / name for name in ("selayar_site", "programs", "news", "templates", "static")]
    return PageStore(app, PageFiles(settings.PAGE_STORE_DIR), release=fingerprint(code), **names)


def with_read_counter(app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    from django.conf import settings

    from news.reads.layer import ReadCounter
    from news.reads.store import write

    origin_host = settings.PUBLIC_ORIGIN.partition("://")[2].partition(":")[0]
    return ReadCounter(
        app, write, own_hosts={origin_host, *settings.ALLOWED_HOSTS}, session_cookie=settings.SESSION_COOKIE_NAME
    )


application = with_read_counter(with_page_store(django_application))
