import pytest
from django.core.exceptions import ValidationError

from news import actions
from news.forms import EditionPhotoForm
from news.models import EditionPhoto
from news.rules import publishing_problems
from selayar_site.models import Photo
from tests.factories import make_draft, make_user

pytestmark = pytest.mark.django_db


def make_photo(**fields) -> Photo:
    number = Photo.objects.count()
    values = {"key": f"k{number}", "title": "Anak di posko", "credit": "HUMAS", "width": 800, "height": 600}
    return Photo.objects.create(**values | {"uploaded_by": make_user(), "is_sensitive": True} | fields)


def make_use(**fields) -> EditionPhoto:
    values = {"edition": make_draft(), "alt": "Anak bermain di posko."}
    photo = fields.pop("photo", None) or make_photo()
    return EditionPhoto.objects.create(**values | {"photo": photo} | fields)


def rules(use: EditionPhoto) -> list[str]:
    return [problem.rule for problem in publishing_problems(use.edition)]


@pytest.mark.parametrize(
    ("is_sensitive", "identity_protected", "found"),
    [
        (True, False, ["sensitive_photos_confirmed"]),
        (True, True, []),
        (False, False, []),
        (False, True, []),
    ],
)
def test_sensitive_photo_waits_for_the_confirmation_of_its_use(is_sensitive, identity_protected, found):
    use = make_use(photo=make_photo(is_sensitive=is_sensitive), identity_protected=identity_protected)
    assert rules(use) == found


def test_unconfirmed_photo_keeps_the_release_from_being_submitted():
    use = make_use()
    with pytest.raises(ValidationError, match="menampilkan anak atau korban"):
        actions.submit(use.edition, by=make_user(), version=use.edition.version)


def test_decorative_use_is_asked_too():
    assert rules(make_use(alt="", is_decorative=True)) == ["sensitive_photos_confirmed"]


def test_confirmation_of_one_photo_says_nothing_of_the_next():
    use = make_use(identity_protected=True)
    sent = {"photo": make_photo().pk, "role": "lead", "alt": "Anak.", "position": 0, "identity_protected": "on"}
    form = EditionPhotoForm(sent, instance=use)
    form.fields["photo"].widget.choices = [(photo.pk, photo.title) for photo in Photo.objects.all()]
    assert form.is_valid(), form.errors
    assert form.save().identity_protected is False


def test_alt_text_of_one_photo_is_not_kept_for_the_next():
    use = make_use(alt="Kapal feri bersandar")
    next_photo = make_photo()
    sent = {"photo": next_photo.pk, "role": "lead", "alt": "Kapal feri bersandar", "position": 0}
    form = EditionPhotoForm(sent, instance=use)
    form.fields["photo"].widget.choices = [(photo.pk, photo.title) for photo in Photo.objects.all()]
    assert form.is_valid(), form.errors
    assert form.save().alt == next_photo.alt


def test_confirmation_that_names_the_next_photo_counts():
    use, photo = make_use(identity_protected=True), make_photo()
    sent = {"photo": photo.pk, "role": "lead", "alt": "Anak.", "position": 0, "identity_protected": str(photo.pk)}
    form = EditionPhotoForm(sent, instance=use)
    form.fields["photo"].widget.choices = [(each.pk, each.title) for each in Photo.objects.all()]
    assert form.is_valid(), form.errors
    assert form.save().identity_protected is True
