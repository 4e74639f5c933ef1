"""Two editions word by word."""

import random
import re
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from news import actions
from news.blocks import Word, blocks
from news.compare import compare, compare_texts
from news.front import announce, pin_lead
from news.links import check_edition
from news.models import Attachment, Edition, EditionPhoto, Tag
from news.wording import compare_plain, compare_words
from selayar_site import roles
from selayar_site.models import Audit, Photo
from selayar_site.richtext import plain, sanitize
from tests.browser import LOOKS, axe, screenshot
from tests.factories import make_approved, make_category, make_program, make_user
from tests.sign_in import make_staff, sign_in

WORDS = ["nelayan", "iuran", "Rp8.400", "yang", "di", "Benteng,", "<b>", "&", "slot", "–", "“kata”", "120", "ü", "🙂"]
words = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
inline = st.one_of(
    words.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    words.map(lambda text: f"<strong>{text.replace('<b>', 'tebal')}</strong>"),
    words.map(lambda text: f"<em>{text.replace('<b>', 'miring')}</em>"),
    words.map(lambda text: f'<a href="https://a.id/{len(text)}">{text.replace("<b>", "tautan")}</a>'),
)
filled = st.lists(inline, max_size=4).map("".join)
element = st.one_of(
    filled.map(lambda html: f"<p>{html}</p>"),
    filled.map(lambda html: f"<h2>{html}</h2>"),
    filled.map(lambda html: f"<blockquote><p>{html}</p><cite>{html}</cite></blockquote>"),
    st.lists(filled, max_size=3).map(lambda rows: f"<ul>{''.join(f'<li>{row}</li>' for row in rows)}</ul>"),
    st.lists(filled, max_size=3).map(
        lambda cells: f"<table><tbody><tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></tbody></table>"
    ),
)
texts = st.lists(element, max_size=6).map("".join)


def shown(html):
    """The words of marked HTML, as a reader sees them."""
    text = re.sub(r"<[^>]+>", "", html)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return " ".join(text.split())


def without(tag, html):
    return re.sub(rf"<{tag}>.*?</{tag}>", "", html, flags=re.DOTALL)


@given(texts, texts)
def test_without_insertions_it_is_the_old_text_and_without_deletions_the_new(old, new):
    rows = compare_texts(old, new)
    assert [row.old for row in rows if row.old] == blocks(old)
    assert [row.new for row in rows if row.new] == blocks(new)
    for row in rows:
        before, after = row.old.text if row.old else "", row.new.text if row.new else ""
        assert shown(without("ins", row.inline)) == before == shown(row.left)
        assert shown(without("del", row.inline)) == after == shown(row.right)


@given(texts)
def test_text_equals_itself(html):
    assert {row.change for row in compare_texts(html, html)} <= {"same"}


@given(texts)
def test_no_word_of_a_text_is_left_out(html):
    ours = " ".join(block.text for block in blocks(html))
    ours = re.sub(r"⟨[^⟩]*⟩|│", " ", ours)
    assert "".join(ours.split()) == "".join(plain(html).split())


@given(st.lists(st.sampled_from("abc"), max_size=30), st.lists(st.sampled_from("abc"), max_size=30))
def test_runs_make_up_both_sides(old, new):
    before, after = (tuple(Word(f"{letter} ") for letter in side) for side in (old, new))
    runs = compare_words(before, after)
    assert sum((run.old for run in runs), ()) == before
    assert sum((run.new for run in runs), ()) == after
    assert all(run.old == run.new for run in runs if run.is_same)


def test_one_changed_figure_is_all_that_is_marked():
    row = compare_plain("Iuran Rp8.400 per bulan untuk nelayan", "Iuran Rp16.800 per bulan untuk nelayan")
    assert row.inline == "Iuran <del>Rp8.400</del> <ins>Rp16.800</ins> per bulan untuk nelayan"
    assert row.left == "Iuran <del>Rp8.400</del> per bulan untuk nelayan"
    assert row.right == "Iuran <ins>Rp16.800</ins> per bulan untuk nelayan"


def test_sentence_added_at_the_end_leaves_the_last_word_alone():
    assert compare_plain("Acara selesai.", "Acara selesai. Terima kasih.").inline == (
        "Acara selesai. <ins>Terima kasih.</ins>"
    )


def test_rewritten_passage_is_replaced_as_a_whole():
    row = compare_plain("Mereka datang dari jauh dan pulang dengan gembira sekali",
                        "Para tamu undangan tiba sejak pagi dan kemudian meninggalkan tempat itu")  # fmt: skip
    assert row.inline.count("<del>") == 1


def test_paragraph_added_in_the_middle_is_one_row():
    old = "<p>Satu kalimat pembuka.</p><p>Kalimat penutup yang tetap.</p>"
    new = "<p>Satu kalimat pembuka.</p><p>Tambahan baru sama sekali.</p><p>Kalimat penutup yang tetap.</p>"
    assert [row.change for row in compare_texts(old, new)] == ["same", "added", "same"]


def test_paragraph_that_became_a_heading_says_so():
    rows = compare_texts("<p>Cara mendaftar peserta</p>", "<h2>Cara mendaftar peserta</h2>")
    assert [(row.kind, row.change) for row in rows] == [("Paragraf menjadi Subjudul", "changed")]


def test_link_that_leads_elsewhere_and_bold_type_are_seen():
    rows = compare_texts(
        '<p>Lihat <a href="https://a.id">sini</a>.</p>', '<p>Lihat <a href="https://b.id">sini</a>.</p>'
    )
    assert "https://a.id" in rows[0].left and "https://b.id" in rows[0].right
    assert compare_texts("<p>Penting sekali</p>", "<p><strong>Penting</strong> sekali</p>")[0].inline == (
        "<del>Penting</del> <ins><strong>Penting</strong></ins> sekali"
    )


def test_script_in_a_text_is_never_shown_as_mark_up():
    row = compare_plain("<script>alert(1)</script>", '<img src=x onerror="alert(1)">')
    assert "<script" not in row.inline and "<img" not in row.inline
    assert "<script" not in "".join(row.inline for row in compare_texts("<script>x</script>", "<p>&lt;script&gt;</p>"))


def five_thousand(vocabulary, seed):
    chance = random.Random(seed)
    paragraphs = [" ".join(chance.choice(vocabulary) for _ in range(50)) for _ in range(100)]
    return "".join(f"<p>{text}</p>" for text in paragraphs)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(five_thousand([f"kata{n}" for n in range(900)], 1), None, id="one word in ten changed"),
        pytest.param(*(five_thousand([f"kata{n}" for n in range(900)], n) for n in (1, 2)), id="all rewritten"),
        pytest.param(*(five_thousand(["ya", "tidak"], n) for n in (1, 2)), id="two words only"),
        pytest.param(
            *(f"<p>{re.sub('<.*?>', ' ', five_thousand(['ya', 'tidak', 'atau'], n))}</p>" for n in (1, 2)),
            id="one paragraph",
        ),
        pytest.param(*(f"<p>{'🙂 ' * n}</p>" for n in (5000, 4900)), id="emoji"),
    ],
)
def test_five_thousand_words_are_compared_in_half_a_second(old, new):
    if new is None:
        chance = random.Random(3)
        new = re.sub(r"kata\d+", lambda word: "diganti" if chance.random() < 0.1 else word[0], old)
    spent = []
    for _ in range(3):
        begun = time.process_time()
        compare_texts(old, new)
        spent.append(time.process_time() - begun)
    assert min(spent) < 0.5


# Editions


def make_photo(by):
    number = Photo.objects.count()
    values = {"renditions": {"full": [400], "card": [400], "share": [1200], "master": [400]}}
    return Photo.objects.create(
        key=f"kunci-{number}", title=f"Foto {number}", credit="HUMAS", width=400, height=300, digest="0" * 64,
        uploaded_by=by, **values,
    )  # fmt: skip


@pytest.fixture
def editions(db):
    writer = make_user()
    first = make_approved(by=writer, title="Judul lama", body_html="<p>Teks lama tentang iuran nelayan Selayar.</p>")
    stays, goes, comes = (make_photo(writer) for _ in range(3))
    EditionPhoto.objects.create(edition=first, photo=stays, role="lead", alt="Perahu di pantai.")
    EditionPhoto.objects.create(edition=first, photo=goes, role="gallery", alt="Kantor desa.", position=1)
    first.tags.add(Tag.objects.create(slug="a", name="Nelayan"))
    Attachment.objects.create(edition=first, title="Tabel", file="lampiran/a.pdf", size=10, pages=1)
    second = actions.start_revision(first.article, by=writer)
    second.title, second.body_html = "Judul baru", "<p>Teks baru tentang iuran nelayan Selayar.</p>"
    second.category = make_category(name="Kelautan")
    second.save()
    second.photos.filter(photo=stays).update(alt="Perahu di dermaga.", caption="Benteng")
    second.photos.filter(photo=goes).delete()
    EditionPhoto.objects.create(edition=second, photo=comes, role="gallery", alt="Pasar.", position=2)
    second.tags.set([Tag.objects.create(slug="b", name="Pasar")])
    second.programs.add(make_program(name="Sikamseang"))
    second.attachments.update(size=11)
    return first, second


def test_everything_in_which_two_editions_differ_is_told(editions):
    found = compare(*editions)
    assert [text.label for text in found.changed_texts] == ["Judul", "Kategori"]
    assert "<del>lama</del> <ins>baru</ins>" in found.body[0].inline
    assert [picture.change for picture in found.pictures] == ["changed", "added", "removed"]
    assert "<ins>dermaga.</ins>" in found.pictures[0].texts[1].row.inline
    lists = {change.label: (change.added, change.removed) for change in found.changed_lists}
    assert lists["Tagar"] == (("Pasar",), ("Nelayan",)) and lists["Program terkait"] == (("Sikamseang",), ())
    assert "Lampiran" in lists and not found.is_same


def test_edition_equals_itself(editions):
    assert compare(editions[0], editions[0]).is_same


def test_revision_not_yet_touched_equals_its_source(editions):
    first = editions[0]
    Edition.objects.filter(pk=editions[1].pk).delete()
    assert compare(first, actions.start_revision(first.article, by=make_user())).is_same


def test_sanitiser_and_comparison_see_the_same_blocks():
    html = "<div><p>Satu</p><script>x</script><ul><li>Dua<ul><li>Tiga</li></ul></li></ul></div>"
    assert [block.text for block in blocks(html)] == [block.text for block in blocks(sanitize(html))]
    assert [block.text for block in blocks(html)] == ["Satu", "Dua", "Tiga"]


def test_photos_and_videos_of_the_text_are_named_in_words():
    def figures(alt, title):
        photo = f'<figure data-photo="12" data-alt="{alt}"><figcaption>Pagi.</figcaption></figure>'
        return photo + f'<figure data-video="dQw4w9WgXcQ"><figcaption>{title}</figcaption></figure><p>Akhir.</p>'

    rows = compare_texts(figures("Perahu", "Pelatihan lama"), figures("Perahu biru", "Pelatihan baru"), {12: "Jolloro"})
    assert [(row.kind, re.sub(" +", " ", shown(row.right))) for row in rows] == [
        ("Foto", "Jolloro (Perahu biru)"),
        ("Keterangan", "Pagi."),
        ("Video", "Pelatihan baru ⟨youtu.be/dQw4w9WgXcQ⟩"),
        ("Paragraf", "Akhir."),
    ]
    assert [row.is_same for row in rows] == [False, True, False, True]


# The page


def desk(*role):
    return sign_in(Client(), make_staff(*role))


def page_of(edition, name="compare", **query):
    return reverse(f"admin:news_edition_{name}", args=[edition.pk], query=query or None)


def test_page_compares_with_the_edition_before_or_any_two(editions):
    client = desk(roles.WRITER)
    html = client.get(page_of(editions[1])).content.decode()
    assert "<del>lama</del> <ins>baru</ins>" in html
    html = client.get(page_of(editions[1], dari=2, ke=1, tampilan="berdampingan")).content.decode()
    assert "<del>baru</del>" in html and "<ins>lama</ins>" in html
    assert "Kedua edisi sama." in client.get(page_of(editions[1], dari=1, ke=1)).content.decode()


@pytest.mark.parametrize(
    "query", [{"dari": "x"}, {"ke": "²"}, {"dari": "9" * 40}, {"dari": 7, "ke": -1}, {"tampilan": "x"}]
)
def test_nonsense_in_the_address_compares_the_usual_two(editions, query):
    assert desk(roles.WRITER).get(page_of(editions[1], **query)).status_code == 200


def test_page_folds_what_did_not_change_and_names_the_photos_of_the_text(editions):
    first, second = editions
    photo = make_photo(first.created_by)
    same = "".join(f"<p>Tetap {number}.</p>" for number in range(4))
    first.body_html = f"{same}<p>Kata lama.</p>{same}"
    second.body_html = f'{same}<p>Kata baru.</p>{same}<figure data-photo="{photo.pk}"></figure>'
    first.save()
    second.save()
    html = desk(roles.WRITER).get(page_of(second)).content.decode()
    assert html.count("4 bagian tidak berubah") == 2 and f'<span class="sign">{photo}</span>' in html


def test_page_is_for_who_may_read_releases(editions):
    assert desk(roles.TREASURER).get(page_of(editions[1])).status_code == 403
    assert Client().get(page_of(editions[1])).status_code == 302
    assert desk(roles.AUDITOR).post(page_of(editions[0], "restore")).status_code == 403
    assert desk(roles.WRITER).get(page_of(editions[0], "restore")).status_code == 405


def test_restoring_starts_a_revision_with_the_old_text_and_pictures(editions):
    first, second = editions
    Edition.objects.filter(pk=second.pk).update(change_note="Diperbarui.", body_html="<p>Baru.</p>")
    second.refresh_from_db()
    actions.submit(second, by=second.created_by, version=second.version)
    client = desk(roles.WRITER)
    assert "Pulihkan edisi ini" not in client.get(page_of(second, dari=1, ke=2)).content.decode()
    assert client.post(page_of(first, "restore")).url == page_of(first), "one is open"
    actions.approve(second, by=make_user(), version=second.version)
    assert "Pulihkan edisi ini" in client.get(page_of(second, dari=1, ke=2)).content.decode()
    answer = client.post(page_of(first, "restore"))
    third = Edition.objects.get(number=3)
    assert answer.url == reverse("admin:news_edition_change", args=[third.pk])
    assert (third.title, third.body_html, third.state) == (first.title, first.body_html, "draft")
    assert third.change_note == "Kembali ke teks edisi 1."
    assert {change.change for change in compare(first, third).pictures} == {"same"}
    assert Edition.objects.get(number=2).state == "approved"
    assert Audit.objects.about(third).first().action == "restore_edition"


@pytest.mark.parametrize("page", LOOKS.values(), ids=LOOKS, indirect=True)
def test_pages_of_comparison_links_and_front_please_axe(page, live_server, transactional_db, request):
    client = sign_in(Client(), make_staff(roles.EDITOR))
    first = make_approved(title="468 ASN menanggung iuran pekerja informal", body_html=LONG)
    second = actions.start_revision(first.article, by=first.created_by)
    second.title = "512 ASN menanggung iuran pekerja informal"
    second.body_html = LONG.replace("468", "512").replace("<li>Pedagang pasar</li>", "").replace(
        "Jumlah itu", "<strong>Jumlah</strong> itu"
    ) + "<p>Pendaftaran tetap dibuka sampai akhir tahun.</p>"  # fmt: skip
    second.save()
    check_edition(first)
    announce(
        by=first.created_by, text="Pelayaran malam ke Jampea ditunda.", ends_at=timezone.now() + timedelta(hours=9)
    )
    pin_lead(first.article, by=first.created_by, ends_at=timezone.now() + timedelta(hours=9))
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    found = []
    for name, url in {
        "inline": page_of(second),
        "beside": page_of(second, tampilan="berdampingan"),
        "links": page_of(first, "links"),
        "dead": reverse("admin:news_linkcheck_changelist"),
        "pins": reverse("admin:news_leadpin_changelist"),
        "pin": reverse("admin:news_leadpin_add"),
        "notices": reverse("admin:selayar_site_urgentnotice_changelist"),
        "notice": reverse("admin:selayar_site_urgentnotice_add"),
    }.items():
        page.goto(live_server.url + url)
        screenshot(page, f"compare-{request.node.callspec.id}-{name}")
        found += [f"{name}: {line}" for line in axe(page)]
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{name}: {width} px too wide"] if width > 0 else []
    assert not found, "\n".join(found)


LONG = """<p>Sebanyak 468 dari 3.871 aparatur sipil negara (ASN) di Kabupaten Kepulauan Selayar menanggung iuran
perlindungan kerja bagi pekerja informal. Jumlah itu setara dengan 12 persen.</p><h2>Siapa yang dilindungi</h2>
<ul><li>Nelayan</li><li>Pedagang pasar</li><li>Pengemudi becak</li></ul>
<p>Penjelasan lengkap ada di <a href="/berita/tidak-ada/">halaman program</a>.</p>"""
