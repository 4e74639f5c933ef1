"""What is found, and in which order: the same on both databases, on which this file runs in turn."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from news import actions
from news.models import Edition, SearchWord
from news.search import find, ranking
from news.search.find import begun, in_newsroom, match_of, search
from news.search.index import newest, put, text_of, texts
from news.search.ranking import best, score
from news.search.snippets import parts, snippet
from news.search.spelling import learn, meant
from news.stems import asked
from tests.factories import make_approved, make_draft, make_live_article, make_user

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LIBRARY = {
    "iuran": ("Iuran nelayan turun", "Keringanan bagi yang melaut.", "<p>Mulai April pembayaran menjadi Rp8.400.</p>"),
    "terima": ("Bupati menerima penghargaan", "Dari Wakil Presiden.", "<p>Piagam UHC Award diserahkan di Jakarta.</p>"),
    "sikamseang": ("Sikamseang mulai diuji", "Satu ASN satu pekerja.", "<p>Gagasan perlindungan sederhana.</p>"),
    "ejaan": ("Dua ejaan", "Sikamaseang atau yang lain?", "<p>Nama programnya sama di Taka Bonerate.</p>"),
    "industri": ("Dinas Perindustrian membuka magang", "Pendaftar dilayani.", "<p>Peresmian oleh menteri.</p>"),
    "jkk": ("Kenali haknya", "", "<table><tr><td>Jaminan Kecelakaan Kerja</td><td>6.000 orang</td></tr></table>"),
}
# Question: the releases that answer it.
ANSWERS = {
    "nelayan": "iuran",
    "para nelayan": "iuran",
    "NELAYAN!": "iuran",
    "pembayaran iuran": "iuran",
    "membayar iuran": "iuran",
    "Rp8.400": "iuran",
    "8400": "iuran",
    "keringanan": "iuran",
    "penerima penghargaan": "terima",
    "diterima bupati": "terima",
    "penghargaan": "terima",
    "anugerah": "terima",
    "universal health coverage": "terima",
    "sikamaseang": "ejaan sikamseang",
    "Sikamseang": "ejaan sikamseang",
    "sikamseang pekerja": "sikamseang",
    "aparatur sipil negara": "sikamseang",
    "melindungi": "sikamseang",
    "takabonerate": "ejaan",
    "industri": "industri",
    "pemagangan": "industri",
    "diresmikan menteri": "industri",
    "pendaftaran": "industri",
    "teri": "",
    "jkk": "jkk",
    "kecelakaan": "jkk",
    "6000 orang": "jkk",
    "6.000": "jkk",
    "nelayan bupati": "",
    "tidak-ada-kata-ini": "",
    "apa yang": "",
    "": "",
    " \0 ": "",
    "'": "",
    '"nelayan"': "iuran",
    "nelayan*": "iuran",
    "nelayan AND NOT iuran": "",
    "NEAR(nelayan iuran)": "",
    "title:nelayan": "",
    "-nelayan": "iuran",
    "nelayan & iuran | !x": "",
    "§nelayan": "iuran",
    "¶nela": "",
    "nelayan'; DROP TABLE news_search; --": "",
    "%": "",
    "nelayan %s": "",
    "<script>nelayan</script>": "",
    "😀": "",
    "ﬁ ² ᨔᨒ": "",
    "nelayan\ud800": "iuran",
    "(" * 150: "",
    "a" * 5000: "",
    "nelayan " * 500: "iuran",
}


@pytest.fixture
def library() -> dict[int, str]:
    now = timezone.now()
    articles = {}
    for days, (name, (title, summary, body)) in enumerate(LIBRARY.items(), 1):
        texts = {"title": title, "summary": summary or "Ringkasan.", "body_html": body}
        articles[make_live_article(live_from=now - DAY * days, **texts).pk] = name
    return articles


def test_each_question_has_its_answers(library: dict[int, str]) -> None:
    found = {question: " ".join(sorted(library[row.pk] for row in search(question))) for question in ANSWERS}
    assert found == ANSWERS


def test_the_ranking_and_the_newsroom_find_the_same_as_the_search(library: dict[int, str]) -> None:
    for question, answer in ANSWERS.items():
        assert sorted(library[row.pk] for row in best(question).articles) == sorted(answer.split()), question
        if answer:
            editions = in_newsroom(Edition.objects.newsroom(), question)
            assert set(answer.split()) <= {library[row.article_id] for row in editions}, question


def test_many_answers_are_found_by_the_other_way_as_well(
    library: dict[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond `FEW` the database keeps the numbers to itself."""
    monkeypatch.setattr(find, "FEW", 0)
    monkeypatch.setattr(ranking, "FEW", 0)
    for question, answer in ANSWERS.items():
        assert " ".join(sorted(library[row.pk] for row in search(question))) == answer
        assert sorted(library[row.pk] for row in best(question).articles) == sorted(answer.split())
        if answer:
            editions = in_newsroom(Edition.objects.newsroom(), question)
            assert set(answer.split()) <= {library[row.article_id] for row in editions}, question


# Who is found when


def test_only_the_live_text_of_a_listed_release_is_found() -> None:
    make_draft(title="Rahasia konsep")
    make_approved(title="Rahasia terjadwal", live_from=timezone.now() + DAY)
    make_approved(title="Rahasia kedaluwarsa", live_from=timezone.now() - DAY * 2, expires_at=timezone.now() - DAY)
    withdrawn = make_live_article(title="Rahasia dicabut")
    actions.withdraw(withdrawn, by=make_user(), version=withdrawn.version, mode="gone", reason="Keliru.")
    assert list(search("rahasia")) == []
    assert best("rahasia").articles == [] and list(begun("raha")) == []
    assert in_newsroom(Edition.objects.newsroom(), "rahasia").count() == 4


def test_a_scheduled_release_is_found_at_its_second() -> None:
    moment = timezone.now() + DAY
    article = make_approved(title="Dermaga dibuka", live_from=moment).article
    assert list(search("dermaga", moment - timedelta(seconds=1))) == []
    assert list(search("dermaga", moment)) == [article]
    assert best("dermaga", moment).articles == [article]


def test_a_revision_is_found_by_its_own_words_from_its_moment() -> None:
    article = make_live_article(title="Dermaga lama", live_from=timezone.now() - DAY)
    revision = actions.start_revision(article, by=make_user())
    revision.title, revision.change_note = "Pelabuhan baru", "Nama diperbarui."
    revision.save()
    assert list(search("dermaga")) == [article] and list(search("pelabuhan")) == []
    assert [row.pk for row in in_newsroom(Edition.objects.newsroom(), "pelabuhan")] == [revision.pk]
    assert list(in_newsroom(Edition.objects.newsroom(), "dermaga")) == []
    actions.submit(revision, by=revision.created_by, version=revision.version)
    actions.approve(revision, by=make_user(), version=revision.version)
    assert list(search("pelabuhan")) == [article] and list(search("dermaga")) == []


def test_a_saved_draft_is_found_by_its_new_words_alone() -> None:
    draft = make_draft(title="Dermaga lama")
    draft.title = "Pelabuhan baru"
    draft.save()
    assert list(in_newsroom(Edition.objects.all(), "pelabuhan")) == [draft]
    assert list(in_newsroom(Edition.objects.all(), "dermaga")) == []


def test_the_newsroom_finds_headlines_by_the_beginning_of_the_last_word() -> None:
    draft = make_draft(title="Pembangunan dermaga Pamatata")
    for question in ("pamat", "dermaga pama", "pemban"):
        assert list(in_newsroom(Edition.objects.all(), question)) == [draft]
    assert list(in_newsroom(Edition.objects.all(), "pa")) == []


def test_index_is_written_with_the_edition_or_not_at_all() -> None:
    draft = make_draft(title="Dermaga")
    draft.title, draft.change_kind = "Pelabuhan", "minor"
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save()
    assert newest(match_of("dermaga"), 5) == [draft.pk]
    assert newest(match_of("pelabuhan"), 5) == []


def test_reindex_brings_back_what_was_written_past_the_verbs() -> None:
    article = make_live_article(title="Dermaga")
    Edition.objects.update(title="Pelabuhan")
    SearchWord.objects.all().delete()
    assert list(search("pelabuhan")) == []
    call_command("reindex", verbosity=0)
    assert list(search("pelabuhan")) == [article] and list(search("dermaga")) == []
    assert meant("pelabuan") == "pelabuhan"


def test_a_giant_of_a_text_is_kept_in_part() -> None:
    """PostgreSQL refuses a `tsvector` of more than a megabyte."""
    body = "".join(f"<p>{' '.join(f'kata{number:06d}' for number in range(start, start + 1000))}</p>"
                   for start in range(0, 150_000, 1000))  # fmt: skip
    draft = make_draft(title="Panjang", body_html=body)
    assert list(in_newsroom(Edition.objects.all(), "kata000001")) == [draft]


# Order


def test_headline_before_summary_before_text() -> None:
    now = timezone.now()
    text = make_live_article(title="Satu", body_html="<p>Ada dermaga.</p>", live_from=now - DAY)
    summary = make_live_article(title="Dua", summary="Tentang dermaga.", live_from=now - DAY)
    title = make_live_article(title="Dermaga tiga", live_from=now - DAY)
    assert best("dermaga").articles == [title, summary, text]


def test_new_before_old_and_a_headline_before_news() -> None:
    now = timezone.now()
    old = make_live_article(title="Dermaga dibuka", live_from=now - DAY * 900)
    new = make_live_article(title="Dermaga ditutup", live_from=now - DAY)
    passing = make_live_article(title="Lain", body_html="<p>Lewat dermaga.</p>", live_from=now - DAY)
    assert best("dermaga").articles == [new, old, passing]


def test_words_side_by_side_before_words_apart() -> None:
    together, apart = (text_of("Kabar", "", f"<p>{body}</p>") for body in ("air bersih kini", "air kini bersih"))
    assert score(together, asked("air bersih"), DAY) > score(apart, asked("air bersih"), DAY)


def test_a_hundred_answers_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "MOST", 3)
    articles = [make_live_article(title=f"Dermaga {number}") for number in range(4)]
    found = best("dermaga")
    assert len(found.articles) == 3 and found.is_capped
    assert set(found.articles) <= set(articles)
    assert not best("dermaga 1").is_capped


def test_old_headlines_are_seen_among_many_newer_mentions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "CANDIDATES", 2)
    now = timezone.now()
    old = make_live_article(title="Dermaga dibangun", live_from=now - DAY * 30)
    for number in range(5):
        make_live_article(title=f"Lain {number}", body_html="<p>Dekat dermaga.</p>", live_from=now - DAY)
    found = best("dermaga").articles
    assert found[0] == old and len(found) == 3


# What is shown


def test_passage_shows_why() -> None:
    body = f"<p>{'Kalimat pembuka yang panjang. ' * 20}</p><p>Di sana nelayan membayar iurannya.</p>"
    edition = make_draft(title="Judul", summary="Ringkasan lain.", body_html=body)
    passage = snippet(edition, set(asked("iuran nelayan")))
    assert [part.text for part in passage if part.is_hit] == ["nelayan", "iurannya"]
    assert passage[0].text.startswith("…")
    assert snippet(edition, set(asked("ringkasan")))[0] == ("Ringkasan", True)


def test_parts_put_together_are_the_text() -> None:
    text = "Jaminan kecelakaan kerja <b>& kerja</b> bagi nelayan"
    for question in ("jkk", "kerja", "jkk kerja nelayan", "lain"):
        assert "".join(part.text for part in parts(text, set(asked(question)))) == text
    assert parts(text, {"jkk"})[0] == ("Jaminan kecelakaan kerja", True)


# Help


@pytest.mark.parametrize(
    ("question", "better"),
    [
        ("nelayam", "nelayan"),
        ("nleayan", "nelayan"),
        ("nelyan", "nelayan"),
        ("nelaayan", "nelayan"),
        ("iuran nelayam", "iuran nelayan"),
        ("nelayan", ""),
        ("kapal", ""),
        ("x", ""),
        ("", ""),
        ("\0%_'\"", ""),
    ],
)
def test_what_was_meant(question: str, better: str) -> None:
    make_live_article(title="Iuran nelayan turun")
    assert meant(question) == better


def test_nothing_secret_is_offered_as_meant() -> None:
    make_approved(title="Pemekaran dirahasiakan", live_from=timezone.now() + DAY)
    assert SearchWord.objects.filter(word="pemekaran").exists()
    assert meant("pemekarn") == ""


def test_words_are_learnt_once() -> None:
    learn("Nelayan melaut 2026 dan ke")
    learn("nelayan MELAUT")
    assert set(SearchWord.objects.values_list("word", flat=True)) == {"nelayan", "melaut"}
    assert SearchWord.objects.filter(word="melaut").count() == 7


def test_headlines_that_begin_so() -> None:
    article = make_live_article(title="Pembangunan dermaga Pamatata")
    for question in ("pamat", "DERMA pem", "pembangunan dermaga pamatata"):
        assert [(row.pk, row.live_title) for row in begun(question)] == [(article.pk, "Pembangunan dermaga Pamatata")]
    assert list(begun("pa")) == [] and list(begun("matata")) == []


# The index itself


def test_put_replaces() -> None:
    put([(7_000_001, text_of("Dermaga", "", "")), (7_000_002, text_of("Dermaga", "", ""))])
    put([(7_000_001, text_of("Pelabuhan", "", ""))])
    assert newest(match_of("dermaga"), 5) == [7_000_002]
    assert newest(match_of("pelabuhan"), 5) == [7_000_001]
    assert texts([7_000_001, 7_000_002, 1])[7_000_001].title == "labuh"
