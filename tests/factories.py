"""The shortest valid objects. Keyword-only; what a test cares about it names."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from news import actions, subscriptions
from news.models import Article, Category, ConsentText, Edition, SignUp, Subscription
from programs.models import Program
from selayar_site.models import Page, SiteIdentity, User

_numbers = itertools.count(1)


def make_user(*, email: str = "", **fields: Any) -> User:
    number = next(_numbers)
    values = {"full_name": f"Orang {number}"} | fields
    return User.objects.create_user(email or f"orang{number}@selayar.example", **values)


def make_identity(**fields: Any) -> SiteIdentity:
    values = {"regency": "Kabupaten Contoh", "short_name": "Contoh", "site_name": "Kabar Contoh", "office": "HUMAS"}
    return SiteIdentity.objects.create(**values | {"description": "Siaran pers contoh."} | fields)


def make_category(**fields: Any) -> Category:
    number = next(_numbers)
    return Category.objects.create(**{"slug": f"kategori-{number}", "name": f"Kategori {number}"} | fields)


def make_program(**fields: Any) -> Program:
    number = next(_numbers)
    values = {"slug": f"program-{number}", "name": f"Program {number}", "kind": Program.Kind.SPONSORSHIP}
    return Program.objects.create(**values | {"summary": "Ringkasan.", "funder": "ASN"} | fields)


def make_page(**fields: Any) -> Page:
    number = next(_numbers)
    values = {"slug": f"halaman-{number}", "title": f"Halaman {number}", "summary": "Ringkasan."}
    return Page.objects.create(**values | {"body_html": "<p>Isi halaman.</p>"} | fields)


def make_draft(*, by: User | None = None, title: str = "", **fields: Any) -> Edition:
    """A draft that may be published as it is."""
    number = next(_numbers)
    values = {"summary": f"Ringkasan {number}.", "body_html": f"<p>Isi siaran pers {number}.</p>"}
    if "category" not in fields:
        fields["category"] = make_category()
    return actions.start_article(by=by or make_user(), title=title or f"Siaran pers {number}", **values | fields)


def make_submitted(*, by: User | None = None, at: datetime | None = None, **fields: Any) -> Edition:
    edition = make_draft(by=by, **fields)
    actions.submit(edition, by=edition.created_by, version=edition.version, at=at)
    return edition


def make_approved(*, live_from: datetime | None = None, at: datetime | None = None, **fields: Any) -> Edition:
    """Approved for `live_from`; without one it has been live for a minute."""
    live_from = live_from or timezone.now() - timedelta(minutes=1)
    at = at or min(live_from, timezone.now())
    edition = make_submitted(at=at, **fields)
    actions.approve(edition, by=make_user(), version=edition.version, live_from=live_from, at=at)
    return edition


def make_live_article(**fields: Any) -> Article:
    return make_approved(**fields).article


def make_consent_text() -> ConsentText:
    """The wording in force; a test with real transactions emptied the table."""
    return ConsentText.current() or ConsentText.objects.create(number=1, text="Saya setuju menerima surel.")


def make_sign_up(*, address: str = "", at: datetime | None = None, **wish: Any) -> SignUp:
    address = address or f"pelanggan{next(_numbers)}@contoh.example"
    made = subscriptions.sign_up(address, wish=subscriptions.Wish(**wish), text=make_consent_text(), at=at)
    assert made
    return made


def make_subscription(*, address: str = "", at: datetime | None = None, **wish: Any) -> Subscription:
    """Confirmed two hours ago, unless another moment is named."""
    at = at or timezone.now() - timedelta(hours=2)
    return subscriptions.confirm(make_sign_up(address=address, at=at, **wish), at=at)
