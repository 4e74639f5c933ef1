import io
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.utils import timezone
from PIL import Image

from news.models import EditionPhoto
from selayar_site import pictures
from selayar_site.claims import Stale
from selayar_site.models import Audit, Photo, Purge
from selayar_site.pictures import PhotoInUse, PictureRefused, add_photo, refocus, remove_photo, sweep
from tests.factories import make_draft, make_user
from tests.pictures import phone_photo
from tests.uploads import encoded, gradient, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def files_in(media: Path) -> set[str]:
    return {path.relative_to(media).as_posix() for path in media.rglob("*") if path.is_file()}


def make_photo(content: bytes | None = None, **fields) -> Photo:
    return add_photo(upload(content), **{"by": make_user(), "title": "Nelayan", "credit": "Foto: HUMAS"} | fields)


def picture(template: str, /, **context) -> str:
    return Template("{% load pictures %}" + template).render(Context(context)).strip()


def test_photo_comes_with_all_its_files_and_tells_the_history(media):
    user = make_user()
    photo = make_photo(by=user, alt="Perahu di dermaga.")
    assert files_in(media) == set(photo.file_names())
    assert (photo.width, photo.height, photo.alt) == (640, 480, "Perahu di dermaga.")
    assert photo.renditions["bytes"] == sum(default_storage.size(name) for name in photo.file_names())
    assert photo.share_bytes == default_storage.size(photo.file_name("share", 1200))
    entry = Audit.objects.about(photo).get()
    assert (entry.action, entry.actor) == ("add", user)


def test_address_of_a_file_says_nothing_of_the_name_it_came_with(media):
    photo = add_photo(upload(name="NIK 7301.jpg"), by=make_user(), title="Kartu", credit="HUMAS")
    assert all("7301" not in name and "kartu" not in name.lower() for name in files_in(media))
    assert len(photo.key) == 22


def test_refused_file_leaves_nothing(media):
    with pytest.raises(PictureRefused):
        make_photo(b"<html>")
    assert not files_in(media) and not Photo.objects.exists()


def test_failure_after_the_files_were_written_leaves_no_file(media):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_photo(title=None)
    assert not files_in(media)


def test_twelve_megapixels_are_taken_in_seconds():
    begun = time.perf_counter()
    make_photo(phone_photo())
    print(f"12 megapixels: {time.perf_counter() - begun:.2f} s")


def test_new_focal_point_gives_new_addresses_and_keeps_the_old_files_for_a_day(
    media, django_capture_on_commit_callbacks
):
    left = Image.new("RGB", (1200, 400), "blue")
    left.paste("red", (0, 0, 300, 400))
    photo, user = make_photo(encoded(left)), make_user()
    old_names, old_key = set(photo.file_names()), photo.key
    long_ago = (timezone.now() - timedelta(days=90)).timestamp()
    for name in old_names:
        os.utime(media / name, (long_ago, long_ago))
    with django_capture_on_commit_callbacks(execute=True):
        refocus(photo, x=0, y=50, by=user)

    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y, photo.version) == (0, 50, 2)
    assert photo.key != old_key and set(photo.file_names()) <= files_in(media)
    assert old_names <= files_in(media), "pages that readers hold still show a picture"
    with default_storage.open(photo.file_name("card", photo.nearest("card", 400))) as file, Image.open(file) as card:
        assert card.getpixel((20, 20))[0] > 200
    assert photo.renditions["bytes"] == sum(default_storage.size(name) for name in photo.file_names())
    assert photo.share_bytes == default_storage.size(photo.file_name("share", 1200))
    assert Audit.objects.about(photo).first().action == "refocus"

    now = timezone.now()
    assert sweep(at=now + timedelta(hours=23)) == 0
    assert sweep(at=now + timedelta(hours=25)) == 1
    assert files_in(media) == set(photo.file_names())


def test_new_focal_point_forgets_the_pages_and_encodes_only_what_is_cut(media):
    photo = make_photo()
    before = {name.rsplit("/")[-1]: (media / name).read_bytes() for name in photo.file_names()}
    refocus(photo, x=10, y=10, by=make_user())
    assert sorted(Purge.objects.values_list("section", flat=True)) == ["news", "programs"]
    after = {name.rsplit("/")[-1]: (media / name).read_bytes() for name in photo.file_names()}
    assert before.keys() == after.keys()
    assert all(before[name] == after[name] for name in before if name.startswith(("master", "full")))


def test_loser_of_a_race_for_the_focal_point_changes_nothing(media):
    photo = make_photo()
    stale = Photo.objects.get(pk=photo.pk)
    refocus(photo, x=10, y=10, by=make_user())
    files = files_in(media)
    with pytest.raises(Stale):
        refocus(stale, x=90, y=90, by=make_user())
    assert files_in(media) == files
    photo.refresh_from_db()
    assert photo.focal_x == 10


def test_photo_rolled_back_by_its_caller_is_swept(media):
    with pytest.raises(RuntimeError), transaction.atomic():
        make_photo()
        raise RuntimeError
    assert sweep() == 0, "too young: its row may be about to be committed"
    assert sweep(at=timezone.now() + timedelta(days=2)) == 1
    assert not files_in(media)


def test_sweep_of_an_empty_library_is_no_error():
    assert sweep() == 0


def test_removed_photo_takes_its_files_along(media, django_capture_on_commit_callbacks):
    photo, user = make_photo(), make_user()
    pk = photo.pk
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(photo, by=user)
    assert not files_in(media)
    assert Audit.objects.filter(object_type="selayar_site.photo", object_id=pk, action="delete").exists()


def test_photo_in_use_is_not_removed(media, django_capture_on_commit_callbacks):
    photo = make_photo()
    EditionPhoto.objects.create(edition=make_draft(), photo=photo)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(PhotoInUse):
        remove_photo(photo, by=make_user())
    assert files_in(media) == set(photo.file_names())
    assert Audit.objects.about(photo).count() == 1


def test_picture_names_both_formats_in_all_widths(django_assert_num_queries):
    photo = make_photo(encoded(gradient(1800, 1200)))
    use = EditionPhoto(photo=photo, alt="Nelayan “Pasi’”")
    with django_assert_num_queries(0):
        html = picture('{% picture use variant="card" sizes="50vw" class="card__picture" %}', use=use)
    base = f"/media/foto/{photo.key}/card"
    assert f'<source type="image/avif" srcset="{base}-400.avif 400w, {base}-800.avif 800w" sizes="50vw">' in html
    assert f'srcset="{base}-400.jpg 400w, {base}-800.jpg 800w"' in html
    assert 'width="800" height="533" alt="Nelayan “Pasi’”" class="card__picture" loading="lazy"' in html


def test_measures_in_the_page_are_those_of_the_file():
    photo = make_photo(encoded(gradient(777, 501)))
    for variant in ("full", "card", "share", "master"):
        for width in photo.widths(variant):
            with default_storage.open(photo.file_name(variant, width)) as file:
                assert Image.open(io.BytesIO(file.read())).size == (width, photo.height_of(variant, width))


def test_decorative_picture_has_an_empty_alt():
    photo = make_photo(alt="Usulan")
    assert 'alt=""' in picture("{% picture use %}", use=EditionPhoto(photo=photo, is_decorative=True))
    assert 'alt="Usulan"' in picture("{% picture use %}", use=EditionPhoto(photo=photo))


def test_bare_photo_takes_the_alt_that_is_given():
    assert 'alt="Apa saja &lt;i&gt;"' in picture(
        "{% picture photo alt=text %}", photo=make_photo(), text="Apa saja <i>"
    )


def test_first_picture_of_a_page_is_not_lazy():
    html = picture("{% picture photo eager=True %}", photo=make_photo())
    assert 'fetchpriority="high"' in html and "lazy" not in html


def test_no_photo_writes_nothing():
    assert picture("{% picture use %}", use=None) == ""


def test_picture_src_is_the_nearest_width():
    photo = make_photo(encoded(gradient(700, 500)))
    assert picture('{% picture_src photo "full" 400 %}', photo=photo) == f"/media/foto/{photo.key}/full-400.jpg"
    assert picture('{% picture_src photo "full" 9999 %}', photo=photo) == f"/media/foto/{photo.key}/full-700.jpg"


def test_pictures_module_says_what_it_offers():
    assert all(hasattr(pictures, name) for name in pictures.__all__)
