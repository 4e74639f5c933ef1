"""Many releases, made by rule: the same for the same seed, in a small corpus and in a large one.

Article 0 is the newest and each one after it is older, so the front pages look alike whatever the size: what differs
is only how much lies below. Nothing here was written by, or tells of, anybody.
"""

import io
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import batched

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.text import slugify
from PIL import Image

from news.digest import digest_of
from news.models import Address, Article, Category, Correction, Edition, EditionPhoto, Tag
from programs.models import Program
from selayar_site.models import Photo, SiteIdentity, User
from selayar_site.pagination import AFTER

NEWEST = datetime(2026, 10, 1, 1, 0, tzinfo=UTC)
# 100,000 articles reach back nine years.
APART = timedelta(minutes=47)
BATCH = 1000
# Page 500 of twelve.
DEEP = 6000
# A tag and a word of one article in 40,000; and a word of nearly all.
RARE = "jarang"
COMMON = "warga"

CATEGORIES = (
    "Perlindungan sosial", "Pelayanan umum", "Kelautan", "Kesehatan", "Pendidikan", "Perhubungan", "Pertanian", "Desa",
)  # fmt: skip
TAGS = (
    "iuran", "nelayan", "pelabuhan", "puskesmas", "sekolah", "pasar", "panen", "jalan desa", "air bersih", "listrik",
    "kapal", "guru", "bidan", "koperasi", "pelatihan", "musim barat", "posyandu", "kelapa", "rumput laut", "terumbu",
    "wisata", "arsip", "pajak", "gotong royong", "musyawarah", "lansia", "pemuda", "perempuan", "disabilitas", "tani",
)  # fmt: skip
PLACES = ("Benteng", "Bontoharu", "Bontomanai", "Bontosikuyu", "Buki", "Pasimasunggu", "Pasimarannu", "Taka Bonerate")
WHO = (
    "Petugas lapangan", "Kelompok nelayan", "Pengurus koperasi", "Kader posyandu", "Perangkat desa", "Pedagang pasar",
    "Awak kapal", "Guru sekolah dasar", "Panitia", "Kelompok tani", "Petugas pelabuhan", "Warga dusun",
)  # fmt: skip
DOES = (
    "memeriksa", "mencatat", "memperbaiki", "membersihkan", "menyiapkan", "membagikan", "mengumpulkan", "menata",
    "menghitung", "mengantarkan", "membicarakan", "menyelesaikan",
)  # fmt: skip
WHAT = (
    "dermaga kayu", "daftar peserta", "saluran air", "alat tangkap", "ruang tunggu", "buku iuran", "bibit kelapa",
    "jadwal kapal", "rambu jalan", "tenda pasar", "perahu latih", "sumur bersama", "kartu peserta", "gudang es",
)  # fmt: skip
WHEN = (
    "sejak pagi", "menjelang musim barat", "setelah hari pasar", "selama dua hari", "pada akhir pekan",
    "sebelum magrib",    "seusai musyawarah", "di sela panen", "sepanjang bulan ini", "tanpa menunggu hujan reda",
)  # fmt: skip
WHY = (
    "agar pelayanan tidak terhenti", "supaya warga pulau tidak perlu menyeberang dua kali", "untuk mengurangi antrean",
    "karena alat lama sudah aus", "sesuai hasil musyawarah dusun", "agar catatan dan keadaan di lapangan sama",
    "sebagai persiapan pemeriksaan berikutnya", "supaya biaya tidak membengkak",
)  # fmt: skip
PATTERNS = (
    "{who} {does} {what} {when}.",
    "{when}, {who} {does} {what} {why}.",
    "Di {place}, {who} {does} {what} {why}.",
    "Sebanyak {number} warga ikut {does} {what} {when}.",
    "Pekerjaan itu menghabiskan {number} hari dan selesai {when}.",
    "{who} meminta jadwal ditempel di {place} {why}.",
    "Dari {number} titik yang didatangi, separuhnya sudah rapi {when}.",
)


class Words:
    """The words of one article."""

    def __init__(self, seed: int, number: int) -> None:
        self.chance = random.Random(seed * 10_000_019 + number)
        self.is_rare = number % 40_000 == 17

    def sentence(self) -> str:
        pick = self.chance.choice
        text = pick(PATTERNS).format(
            who=pick(WHO).lower(), does=pick(DOES), what=pick(WHAT), when=pick(WHEN), why=pick(WHY),
            place=pick(PLACES), number=self.chance.randint(3, 480),
        )  # fmt: skip
        return text[0].upper() + text[1:]

    def title(self) -> str:
        pick = self.chance.choice
        return f"{pick(WHO)} {pick(DOES)} {pick(WHAT)} di {pick(PLACES)}"

    def body(self) -> str:
        """Five to seven paragraphs under two headings, about 2 kB."""
        parts = [f"<p>{' '.join(self.sentence() for _ in range(self.chance.randint(3, 5)))}</p>" for _ in range(6)]
        rare = f"<p>Yang {RARE} terjadi.</p>" if self.is_rare else ""
        return f"{''.join(parts[:2])}<h2>Yang dikerjakan</h2>{''.join(parts[2:])}{rare}"

    def happens(self, share: float) -> bool:
        return self.chance.random() < share


def load_corpus(
    articles: int, *, first: int = 0, seed: int = 1, progress: Callable[[int], None] = lambda done: None
) -> None:
    """That many articles with 1.3 editions each, in bulk, past the verbs; the oldest is entered first, as in life.

    Of a hundred, one has expired, one was withdrawn and one corrected; three have a draft beside the live text.
    Sixty have a lead photo, of which only the share picture exists as a file. Tells `progress` how many are there.
    From another `first` on than 0 the newest are left out.
    """
    shelf = Shelf()
    for numbers in batched(reversed(range(first, articles)), BATCH, strict=False):
        with transaction.atomic():
            _load(numbers, shelf, seed)
        progress(articles - numbers[-1])
    with connection.cursor() as cursor:  # the planners know the tables as they would after a night
        cursor.execute("ANALYZE")


def addresses(articles: int) -> dict[str, str]:
    """What is measured in an archive of that size, by name; the deep page of a small one is that in its middle."""
    deep = Article.objects.listed()[min(DEEP, articles // 2)]
    assert deep.first_live_from
    return {
        "home": "/",
        "list": "/berita/",
        "list, page 500": f"/berita/?{AFTER}={deep.first_live_from:%Y-%m-%dT%H:%M:%SZ}~{deep.pk}",
        "list of a category": f"/berita/?kategori={slugify(CATEGORIES[0])}",
        "list of a tag": f"/berita/?tagar={slugify(TAGS[0])}",
        "list of a rare tag": f"/berita/?tagar={RARE}",
        "list by month and category": f"/berita/?bulan={NEWEST:%Y-%m}&kategori={slugify(CATEGORIES[0])}",
        "archive": "/berita/arsip/",
        "search, common word": f"/cari/?q={COMMON}",
        "search, rare word": f"/cari/?q={RARE}",
        "search, common word in a category": f"/cari/?q={COMMON}&kategori={slugify(CATEGORIES[0])}",
        "suggestions": "/cari/saran.json?q=nel",
        "article": deep.get_absolute_url(),
        "feed": "/rss/berita.xml",
    }


class Shelf:
    """What articles hang on; made where it is missing."""

    def __init__(self) -> None:
        if not SiteIdentity.objects.exists():
            names = {"regency": "Kabupaten Contoh", "short_name": "Contoh", "site_name": "Kabar Contoh"}
            SiteIdentity.objects.create(**names, description="Siaran pers buatan.", office="HUMAS")
        self.writer, self.editor = (
            _account(email) for email in ("penulis@korpus.example", "penyunting@korpus.example")
        )
        self.categories = [_named(Category, name) for name in CATEGORIES]
        self.tags = [_named(Tag, name) for name in TAGS]
        self.rare = _named(Tag, RARE)
        kind = {"kind": Program.Kind.BUDGET, "summary": "Ringkasan.", "funder": "APBD"}
        self.programs = [_named(Program, name, **kind) for name in ("Program pesisir", "Program daratan")]
        self.photos = [_photo(number, self.writer) for number in range(12)]


def _account(email: str) -> User:
    return User.objects.filter(email=email).first() or User.objects.create_user(
        email, full_name=email.partition("@")[0]
    )


def _named(model, name: str, **fields):
    return model.objects.get_or_create(slug=slugify(name), defaults={"name": name, **fields})[0]


def _photo(number: int, by: User) -> Photo:
    renditions = {"full": [400, 800, 1200, 1600], "card": [400, 800], "share": [1200], "master": [2560], "bytes": 1}
    values = {"title": f"Foto korpus {number}", "credit": "Korpus", "width": 2560, "height": 1707, "uploaded_by": by}
    values |= {"renditions": renditions, "digest": f"{number:064x}"}
    photo, is_new = Photo.objects.get_or_create(key=f"korpus-{number}", defaults=values)
    if is_new:  # share cards are drawn on this one
        out = io.BytesIO()
        Image.new("RGB", (1200, 630), (number * 20, 110, 140)).save(out, "JPEG")
        default_storage.save(photo.file_name("share", 1200), ContentFile(out.getvalue()))
    return photo


def _load(numbers: tuple[int, ...], shelf: Shelf, seed: int) -> None:
    words = {number: Words(seed, number) for number in numbers}
    articles = Article.objects.bulk_create([_article(number, words[number], shelf) for number in numbers])
    rows = list(zip(numbers, articles, strict=True))
    rare = [article for number, article in rows if words[number].is_rare]
    Address.objects.bulk_create(
        Address(article=article, slug=f"{slugify(words[number].title())[:60]}-{number}") for number, article in rows
    )
    editions = Edition.objects.bulk_create(
        edition for number, article in rows for edition in _editions(article, words[number], shelf)
    )
    _relations(editions, random.Random(seed * 7 + numbers[0]), shelf)
    shelf.rare.editions.add(*[edition for article in rare for edition in editions if edition.article == article])
    Correction.objects.bulk_create(
        Correction(
            article=article, kind="ralat", wrong="Angka lama.", right="Angka baru.", written_by=shelf.editor,
            at=NEWEST - APART * number + timedelta(hours=3),
        )
        for number, article in rows
        if number % 100 == 7
    )  # fmt: skip


def _article(number: int, words: Words, shelf: Shelf) -> Article:
    live_from = NEWEST - APART * number
    article = Article(
        first_live_from=live_from, created_by=shelf.writer, release_number=f"{number}/KORPUS",
        number_key=f"{number}-KORPUS",
    )  # fmt: skip
    if number % 100 == 13:
        article.withdrawn_at, article.withdrawn_by = live_from + timedelta(days=1), shelf.editor
        article.withdrawal_mode, article.withdrawal_reason = Article.Withdrawal.GONE, "Terbit dua kali."
    return article


def _editions(article: Article, words: Words, shelf: Shelf) -> Iterator[Edition]:
    live_from = article.first_live_from
    assert live_from
    approved = {"state": Edition.State.APPROVED, "approved_by": shelf.editor}
    asked = {"submitted_by": shelf.writer, "submitted_at": live_from - timedelta(hours=1)}
    number = 1
    yield _edition(article, words, shelf, number, **approved, **asked, live_from=live_from, approved_at=live_from)
    if words.happens(0.3):
        number, later = 2, live_from + timedelta(hours=2)
        yield _edition(article, words, shelf, number, **approved, **asked, live_from=later, approved_at=later)
    if words.happens(0.03):
        yield _edition(article, words, shelf, number + 1)


def _edition(article: Article, words: Words, shelf: Shelf, number: int, **fields) -> Edition:
    kind = Edition.ChangeKind.FIRST if number == 1 else Edition.ChangeKind.UPDATE
    assert article.first_live_from
    expires = article.first_live_from + timedelta(days=30) if words.happens(0.01) else None
    edition = Edition(
        article=article, number=number, change_kind=kind, change_note="" if number == 1 else "Angka dilengkapi.",
        title=words.title()[:120], summary=f"{words.sentence()} {words.sentence()}"[:260], body_html=words.body(),
        place=words.chance.choice(PLACES), category=words.chance.choice(shelf.categories), created_by=shelf.writer,
        expires_at=expires, **fields,
    )  # fmt: skip
    if edition.state == Edition.State.APPROVED:
        edition.text_digest = digest_of(edition.title, edition.summary, edition.body_html)
    return edition


def _relations(editions: list[Edition], chance: random.Random, shelf: Shelf) -> None:
    tagged, about = Edition.tags.through, Edition.programs.through
    tagged.objects.bulk_create(
        tagged(edition_id=edition.pk, tag_id=tag.pk) for edition in editions for tag in chance.sample(shelf.tags, 2)
    )
    about.objects.bulk_create(
        about(edition_id=edition.pk, program_id=chance.choice(shelf.programs).pk)
        for edition in editions
        if chance.random() < 0.1
    )
    EditionPhoto.objects.bulk_create(
        EditionPhoto(edition=edition, photo=chance.choice(shelf.photos), alt="Gambar buatan di tepi laut.")
        for edition in editions
        if chance.random() < 0.6
    )
