"""The shortest valid objects. Keyword-only; what a test cares about it names."""

import itertools
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from news import actions, subscriptions
from news.models import Article, Category, ConsentText, Edition, SignUp, Subscription
from programs.actions import cover, figures, people, snapshots, waiting
from programs.actions import sponsorship as sponsorships
from programs.actions.cover import Entry, Listing
from programs.models import (
    Agency,
    Area,
    Award,
    Benefit,
    CivilServant,
    ConsentWording,
    Figure,
    Indicator,
    Membership,
    Occupation,
    Program,
    Snapshot,
    Sponsorship,
    Tariff,
    WaitingEntry,
    Worker,
)
from selayar_site.models import Page, SiteIdentity, User
from selayar_site.months import month_number

_numbers = itertools.count(1)
OCTOBER = month_number(2026, 10)


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


def make_village(*, code: str = "", **fields: Any) -> Area:
    """A village with all that it is a part of, outside every real regency."""
    code = code or f"99.01.01.{1000 + next(_numbers) % 9000}"
    above = None
    for length, kind in ((2, "province"), (5, "regency"), (8, "kecamatan")):
        above, _ = Area.objects.get_or_create(
            code=code[:length], defaults={"name": f"Wilayah {code[:length]}", "kind": kind, "parent": above}
        )
    village, _ = Area.objects.get_or_create(
        code=code, defaults={"name": f"Desa {code[-4:]}", "kind": "desa", "parent": above} | fields
    )
    return village


def make_occupation(**fields: Any) -> Occupation:
    number = next(_numbers)
    return Occupation.objects.create(**{"name": f"Pekerjaan {number}", "sector": "other"} | fields)


def make_indicator(*, programs: tuple[Program, ...] = (), **fields: Any) -> Indicator:
    number = next(_numbers)
    values = {"slug": f"indikator-{number}", "name": f"Indikator {number}", "domain": "labour", "kind": "count"}
    values |= {"unit": "orang", "definition": "Banyaknya orang.", "method": "Dihitung dari daftar."}
    indicator = Indicator.objects.create(**values | fields)
    indicator.programs.set(programs)
    return indicator


def make_figure(*, by: User | None = None, **fields: Any) -> Figure:
    """One that waits for a second person."""
    values = {"value": 206, "as_of": date(2023, 3, 21), "source": "Catatan rapat", "publisher": "Dinas Contoh"}
    fields["indicator"] = fields.get("indicator") or make_indicator()
    return figures.enter_figure(by=by or make_user(), **values | fields)


def make_published_figure(**fields: Any) -> Figure:
    figure = make_figure(**fields)
    figures.approve_figure(figure, by=make_user(), version=figure.version)
    return figure


def make_snapshot(month: int = OCTOBER, *, by: User | None = None, at: datetime | None = None) -> Snapshot:
    """The registers as they are, counted for that month; it waits for a second person."""
    at = at or timezone.make_aware(datetime(2026, 12, 3, 9))
    return snapshots.compute_snapshot(month, by=by or make_user(), at=at)


def make_published_snapshot(month: int = OCTOBER) -> Snapshot:
    snapshot = make_snapshot(month)
    snapshots.approve_snapshot(snapshot, by=make_user(), version=snapshot.version)
    return snapshot


def make_award(*, programs: tuple[Program, ...] = (), **fields: Any) -> Award:
    number = next(_numbers)
    values = {"slug": f"penghargaan-{number}", "name": f"Penghargaan {number}", "domain": "labour"}
    values |= {"about": "Cakupan yang tinggi.", "given_on": date(2024, 8, 11), "given_by": "Panitia"}
    award = Award.objects.create(**values | {"received_by": "Kepala dinas", "source": "Siaran pers"} | fields)
    award.programs.set(programs)
    return award


def make_agency(**fields: Any) -> Agency:
    number = next(_numbers)
    values = {"code": f"opd-{number}", "name": f"Dinas {number}", "short_name": f"Dinas {number}", "kind": "dinas"}
    return Agency.objects.create(**values | fields)


def make_nik(birth_date: date = date(1980, 5, 17), sex: str = "L", *, serial: int = 0, area: str = "990199") -> str:
    """An artificial NIK that says that birth date and sex."""
    day = birth_date.day + (40 if sex == "P" else 0)
    return f"{area}{day:02}{birth_date:%m%y}{serial or next(_numbers) % 9999 + 1:04}"


def make_nip(birth_date: date = date(1980, 5, 17), sex: str = "L", *, since: str = "200903", serial: int = 0) -> str:
    """A PNS's number that says that birth date and sex."""
    return f"{birth_date:%Y%m%d}{since}{1 if sex == 'L' else 2}{serial or next(_numbers) % 999 + 1:03}"


def make_worker(*, birth_date: date = date(1980, 5, 17), sex: str = "L", **fields: Any) -> Worker:
    values: dict[str, Any] = {"name": f"Pekerja {next(_numbers)}", "birth_date": birth_date, "sex": sex}
    values["nik"] = fields.pop("nik", None) or make_nik(birth_date, sex)
    for name, make in (("village", make_village), ("occupation", make_occupation)):
        values[name] = fields.pop(name, None) or make()
    return people.register_worker(by=None, **values | fields)


def make_civil_servant(
    *, birth_date: date = date(1980, 5, 17), sex: str = "L", agency: Agency | None = None, **fields: Any
) -> CivilServant:
    values: dict[str, Any] = {"name": f"Pegawai {next(_numbers)}", "birth_date": birth_date, "sex": sex}
    values |= {"status": "pns", "nip": fields.pop("nip", None) or make_nip(birth_date, sex)}
    from_on = fields.pop("from_on", date(2020, 1, 1))
    return people.register_civil_servant(by=None, agency=agency or make_agency(), from_on=from_on, **values | fields)


def make_tariffs(*, payer: str = "apbd", sector: str = "other", **amounts: int) -> None:
    """What that payer pays from 2020 on: of JKK and JKM together Rp16,800, and JHT for who wants it."""
    for position, (code, amount) in enumerate({"jkk": 10_000, "jkm": 6_800, "jht": 20_000, **amounts}.items()):
        values = {"name": f"Jaminan {code}", "is_optional": code == "jht", "position": position}
        benefit, _ = Benefit.objects.get_or_create(code=code, defaults=values)
        row = {"benefit": benefit, "sector": sector, "payer": payer, "valid_from": 2020 * 12}
        Tariff.objects.get_or_create(**row, defaults={"amount": amount, "source": "PP 44/2015"})


def make_listing(*, payer: str = "apbd", **fields: Any) -> Listing:
    make_tariffs(payer=payer)
    if payer == "village":
        fields["village"] = fields.get("village") or make_village()
    fields["program"] = fields.get("program") or make_program(kind="budget")
    return Listing(payer=payer, **{"source": "SK Bupati 12/2026", "listed_on": date(2026, 1, 5)} | fields)


def make_membership(
    *, worker: Worker | None = None, first: int = 24_312, last: int = 24_323, by: User | None = None, **listed: Any
) -> Membership:
    """In a list for the whole of 2026."""
    worker = worker or make_worker()
    cover.enrol(Entry(worker.pk, first, last, make_listing(**listed)), by=by)
    return Membership.objects.filter(worker=worker).latest("pk")


def make_waiting_entry(*, worker: Worker | None = None, by: User | None = None, **fields: Any) -> WaitingEntry:
    ConsentWording.objects.get_or_create(purpose="waiting", number=1, defaults={"text": "Saya bersedia."})
    values = {"since": date(2026, 3, 2), "source": "counter", "consent_on": date(2026, 3, 2), "consent_how": "signed"}
    return waiting.list_worker(worker or make_worker(), by=by or make_user(), **values | fields)


def make_sponsorship(
    *,
    civil_servant: CivilServant | None = None,
    worker: Worker | None = None,
    by: User | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Sponsorship:
    """One that is reserved."""
    fields["program"] = fields.get("program") or make_program(kind="sponsorship", payer="asn")
    return sponsorships.reserve(
        civil_servant=civil_servant or make_civil_servant(), worker=worker or make_worker(), by=by, at=at, **fields
    )


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
