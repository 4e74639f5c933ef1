import io
from types import SimpleNamespace

import pytest
from PIL import Image

from selayar_site.models import SiteIdentity
from selayar_site.pictures import add_photo
from selayar_site.sharecard import headline_card, share_card
from tests.factories import make_user
from tests.uploads import upload

SITE = SiteIdentity(site_name="Siaran Pers Selayar", regency="Kabupaten Kepulauan Selayar")


@pytest.mark.parametrize(
    "headline",
    [
        "",
        "Iuran turun",
        "Bupati menyerahkan kartu kepada nelayan dan petani di sebelas kecamatan " * 4,
        "A" * 200,
        "照片 😀",
    ],
)
def test_card_has_its_measure_whatever_the_headline(headline):
    content = headline_card(headline, site_name=SITE.site_name, publisher=SITE.regency)
    assert Image.open(io.BytesIO(content)).size == (1200, 630)
    assert len(content) <= 300_000


def test_cards_of_two_headlines_differ():
    cards = {headline_card(text, site_name="S", publisher="P") for text in ("Satu", "Dua")}
    assert len(cards) == 2


def test_release_without_a_photo_gets_a_card_with_its_headline():
    edition = SimpleNamespace(lead=None, title="Iuran turun separuh")
    assert share_card(edition, site=SITE) == headline_card(
        "Iuran turun separuh", site_name=SITE.site_name, publisher=SITE.regency
    )


@pytest.mark.django_db
def test_release_with_a_photo_shares_the_photo(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    photo = add_photo(upload(), by=make_user(), title="Nelayan", credit="HUMAS")
    edition = SimpleNamespace(lead=SimpleNamespace(photo=photo), title="Iuran turun")
    assert share_card(edition, site=SITE) == (tmp_path / photo.file_name("share", 1200)).read_bytes()


@pytest.mark.django_db
def test_release_whose_photo_has_lost_its_file_shares_its_headline(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    photo = add_photo(upload(), by=make_user(), title="Nelayan", credit="HUMAS")
    (tmp_path / photo.file_name("share", 1200)).unlink()
    edition = SimpleNamespace(lead=SimpleNamespace(photo=photo), title="Iuran turun")
    assert share_card(edition, site=SITE) == share_card(SimpleNamespace(lead=None, title="Iuran turun"), site=SITE)
