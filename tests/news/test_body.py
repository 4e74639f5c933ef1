"""What the text of a release holds besides words, on the page and away from it."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from news import actions
from news.body import figures_in
from news.models import Edition, EditionPhoto
from news.rules import publishing_problems
from selayar_site.pictures import add_photo
from selayar_site.richtext import plain
from tests.factories import make_approved, make_draft, make_identity, make_live_article, make_user
from tests.pictures import DRAWN

pytestmark = pytest.mark.django_db


def make_photo(**details):
    values = {"title": "Pelabuhan Benteng", "credit": "Foto: HUMAS Selayar", "alt": ""}
    file = ContentFile(DRAWN.read_bytes(), "pelabuhan.jpg")
    return add_photo(file, by=make_user(), **values | details)


def figure(photo, *, alt="Kapal bersandar di dermaga", caption="Kapal pertama tiba.", more=""):
    about = f' data-alt="{alt}"' if alt else ""
    return f'<figure data-photo="{photo.pk}"{about}{more}><figcaption>{caption}</figcaption></figure>'


VIDEO = '<figure data-video="dQw4w9WgXcQ"><figcaption>Pelepasan kapal</figcaption></figure>'


def uses_of(edition):
    return list(edition.photos.filter(role="body").values_list("photo_id", "alt", "is_decorative", "caption"))


def test_photo_in_the_text_is_shown_with_alt_caption_and_credit(client):
    article = make_live_article(body_html=f"<p>Teks.</p>{figure(make_photo())}")
    page = client.get(article.get_absolute_url()).content.decode()
    assert 'alt="Kapal bersandar di dermaga"' in page and "Kapal pertama tiba." in page
    assert "Foto: HUMAS Selayar" in page and "data-photo" not in page and "image/avif" in page


def test_figures_ask_no_further_question_on_the_page(client):
    make_identity()
    address = make_live_article().get_absolute_url()
    with CaptureQueriesContext(
        connection,
    ) as without:
        client.get(address)
    photo = make_photo()
    address = make_live_article(body_html=figure(photo) * 5 + VIDEO).get_absolute_url()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).content.decode().count("Kapal pertama tiba.") == 5
    assert len(queries) == len(without) <= 6


def test_feeds_ask_the_same_questions_with_figures_and_without(client):
    make_live_article()
    with CaptureQueriesContext(connection) as without:
        client.get("/rss/berita.atom")
    photo = make_photo()
    for _ in range(4):
        make_live_article(body_html=figure(photo) + VIDEO + '<p><a href="/kontak/">Kontak</a></p>')
    with CaptureQueriesContext(connection) as queries:
        feed = client.get("/rss/berita.atom").content.decode()
    assert len(queries) == len(without)
    assert '&lt;img src="http' in feed and "youtube.com/watch?v=dQw4w9WgXcQ" in feed and "data-photo" not in feed


def test_video_is_a_card_that_loads_nothing(client):
    page = client.get(make_live_article(body_html=f"<p>Teks.</p>{VIDEO}").get_absolute_url()).content.decode()
    assert "Putar di YouTube" in page and 'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"' in page
    assert "<iframe" not in page and "ytimg" not in page


def test_photo_in_the_text_counts_as_used_until_the_text_lets_it_go():
    photo = make_photo()
    edition = make_draft(body_html=figure(photo))
    assert uses_of(edition) == [(photo.pk, "Kapal bersandar di dermaga", False, "Kapal pertama tiba.")]
    with pytest.raises(ProtectedError):
        photo.delete()
    edition.body_html = "<p>Tanpa foto.</p>"
    edition.save()
    assert uses_of(edition) == []
    photo.delete()


def test_saving_the_same_text_again_leaves_the_uses_alone():
    photo = make_photo()
    edition = make_draft(body_html=figure(photo) + figure(photo, alt="", more=' data-decorative="true"'))
    before = list(edition.photos.values_list("pk", flat=True))
    edition.save()
    assert len(before) == 2 and list(edition.photos.values_list("pk", flat=True)) == before


def test_revision_has_each_photo_of_the_text_once():
    photo = make_photo()
    live = make_approved(body_html=figure(photo))
    EditionPhoto.objects.create(edition=live, photo=photo, role="gallery", alt="Dermaga")
    copy = actions.start_revision(live.article, by=make_user())
    assert sorted(copy.photos.values_list("role", flat=True)) == ["body", "gallery"]


@pytest.mark.parametrize(
    ("alt", "more", "rules"),
    [
        ("Kapal bersandar di dermaga", "", []),
        ("", "", ["photos_have_alt"]),
        ("IMG_0042.jpg", "", ["photos_have_alt"]),
        ("", ' data-decorative="true"', []),
    ],
)
def test_photo_in_the_text_is_described_before_publication(alt, more, rules):
    edition = make_draft(body_html="<p>Teks.</p>" + figure(make_photo(), alt=alt, more=more))
    problems = publishing_problems(edition)
    assert [problem.rule for problem in problems] == rules
    assert {problem.field for problem in problems} <= {"body_html"}


def test_child_in_a_photo_of_the_text_is_confirmed_as_protected():
    photo = make_photo(is_sensitive=True)
    edition = make_draft(body_html="<p>Teks.</p>" + figure(photo))
    assert [problem.rule for problem in publishing_problems(edition)] == ["sensitive_photos_confirmed"]
    edition.body_html = "<p>Teks.</p>" + figure(photo, more=' data-protected="true"')
    edition.save()
    assert publishing_problems(edition) == []


def test_photo_that_is_not_there_blocks_publication_and_is_left_out(client):
    edition = make_draft(body_html='<p>Teks.</p><figure data-photo="999999" data-alt="x y"></figure>')
    assert [problem.rule for problem in publishing_problems(edition)] == ["photos_exist"]
    article = make_live_article()
    Edition.objects.filter(article=article).update(body_html=edition.body_html)
    page = client.get(article.get_absolute_url()).content.decode()
    assert "999999" not in page and "Teks." in page


def test_quotation_names_its_speaker_outside_the_quotation(client):
    body = "<blockquote><p>Kami hadir.</p><footer>Sitti, Camat Benteng</footer></blockquote>"
    page = client.get(make_live_article(body_html=body).get_absolute_url()).content.decode()
    assert "</blockquote><figcaption>Sitti, Camat Benteng</figcaption></figure>" in page


def test_words_of_figures_remain_where_there_is_only_text():
    html = '<p>Satu.</p><figure data-photo="1" data-alt="x"><figcaption>Kapal tiba.</figcaption></figure>' + VIDEO
    assert plain(html) == "Satu.\n\nKapal tiba.\n\nPelepasan kapal"


def test_quotes_in_alternative_text_survive_the_way_to_the_page(client):
    photo = make_photo()
    body = figure(photo, alt="Kapal &quot;Sabuk&quot; &lt;b&gt; &amp; perahu")
    edition = make_approved(body_html=body)
    assert figures_in(edition.body_html)[0].alt == 'Kapal "Sabuk" <b> & perahu'
    page = client.get(edition.article.get_absolute_url()).content.decode()
    assert 'alt="Kapal &quot;Sabuk&quot; &lt;b&gt; &amp; perahu"' in page
