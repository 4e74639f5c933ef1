import copy
import json
import pickle
import re
from io import StringIO

import pytest
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.forms import modelform_factory
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from selayar_site.management.commands.reseal import reseal
from selayar_site.sealed import Sealed, SealedTextField, SealError, blind_index, key_id_of, mask, seal, unseal

NIK = "9901990101900001"
OLD, NEW = {"lama": b"o" * 32}, {"baru": b"n" * 32}

with isolate_apps():

    class Person(models.Model):
        nik = SealedTextField("NIK", aad="tests.person.nik")
        phone = SealedTextField("telepon", aad="tests.person.phone", null=True)
        name = models.CharField(max_length=40)

        class Meta:
            app_label = "tests"
            db_table = "tests_sealed_person"

        def __str__(self) -> str:
            return self.name


@pytest.fixture(scope="module", autouse=True)
def _table(django_db_setup, django_db_blocker):
    # Outside the tests' transactions: SQLite builds no table inside one.
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Person)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Person)


def stored(person: Person, column: str = "nik") -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM tests_sealed_person WHERE id = %s", [person.pk])
        return bytes(cursor.fetchone()[0])


@given(st.text(), st.text(min_size=1, max_size=20))
def test_sealed_text_opens_again(text, aad):
    assert unseal(seal(text, aad=aad), aad=aad) == text


@given(st.text(), st.data())
def test_one_altered_bit_does_not_open(text, data):
    blob = bytearray(seal(text, aad="a"))
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealError):
        unseal(bytes(blob), aad="a")


@given(st.binary(max_size=80))
def test_bytes_that_were_never_sealed_are_refused(blob):
    with pytest.raises(SealError):
        unseal(blob, aad="a")


def test_same_text_is_never_sealed_to_the_same_bytes():
    assert seal(NIK, aad="a") != seal(NIK, aad="a")


def test_value_moved_to_another_column_does_not_open():
    with pytest.raises(SealError, match=r"tests\.b"):
        unseal(seal(NIK, aad="tests.a"), aad="tests.b")


def test_first_key_seals_and_all_open(settings):
    settings.SEALING_KEYS = OLD
    blob = seal(NIK, aad="a")
    settings.SEALING_KEYS = NEW | OLD
    assert unseal(blob, aad="a") == NIK
    assert key_id_of(seal(NIK, aad="a")) == "baru"


def test_missing_key_is_named_and_the_value_is_not(settings):
    settings.SEALING_KEYS = OLD
    blob = seal(NIK, aad="tests.a")
    settings.SEALING_KEYS = NEW
    with pytest.raises(SealError, match=r"tests\.a was sealed with the key “lama”, which SELAYAR_SEALING_KEYS lacks"):
        unseal(blob, aad="tests.a")


def test_wrong_key_under_the_same_id_is_told(settings):
    settings.SEALING_KEYS = OLD
    blob = seal(NIK, aad="a")
    settings.SEALING_KEYS = {"lama": b"x" * 32}
    with pytest.raises(SealError, match="“lama” is another key") as caught:
        unseal(blob, aad="a")
    assert NIK not in repr(caught.value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("", ""), ("1234567", "•••••••"), ("12345678", "••••5678"), (NIK, "••••••••••••0001")],
)
def test_mask_shows_at_most_the_last_four(text, shown):
    assert mask(text) == shown


def test_sealed_value_is_not_shown_by_accident():
    sealed = Sealed(NIK)
    shown = [str(sealed), repr(sealed), f"{sealed}", f"{sealed!r}", str([sealed]), str({"nik": sealed})]
    assert not [text for text in shown if NIK in text]
    assert sealed.reveal() == NIK
    assert copy.deepcopy(sealed) == copy.copy(sealed) == sealed != Sealed("lain")
    assert sealed != NIK
    with pytest.raises(TypeError):
        json.dumps(sealed)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(sealed)


@given(st.text(min_size=1), st.text(min_size=1))
def test_blind_index_is_equal_only_for_equal_texts(one, other):
    indexes = blind_index(one, purpose="p"), blind_index(other, purpose="p")
    assert all(re.fullmatch("[0-9a-f]{64}", index) for index in indexes)
    assert (indexes[0] == indexes[1]) == (one == other)


def test_blind_index_differs_by_purpose_and_by_key(settings):
    before = blind_index(NIK, purpose="a")
    assert blind_index(NIK, purpose="b") != before
    settings.BLIND_INDEX_KEY = b"z" * 32
    assert blind_index(NIK, purpose="a") != before


@pytest.mark.parametrize(("text", "purpose"), [("", "a"), (NIK, "")])
def test_blind_index_of_nothing_is_refused(text, purpose):
    with pytest.raises(ValueError, match="needs a text and a purpose"):
        blind_index(text, purpose=purpose)


@pytest.mark.django_db
def test_column_holds_no_clear_text_and_gives_the_value_back():
    person = Person.objects.create(nik=NIK, phone="+6281200000000", name="Uji")
    assert NIK.encode() not in stored(person)
    again = Person.objects.get(pk=person.pk)
    assert (again.nik.reveal(), again.phone.reveal()) == (NIK, "+6281200000000")


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["Ünïcødé ✓", "\x00", " spasi ", "x" * 5000])
def test_every_text_comes_back_as_it_was(text):
    assert Person.objects.get(pk=Person.objects.create(nik=text).pk).nik.reveal() == text


def test_assigned_text_is_sealed_before_it_is_saved():
    person = Person(nik=NIK)
    assert isinstance(person.nik, Sealed)
    assert NIK not in repr(vars(person))


@pytest.mark.django_db
def test_updates_and_bulk_writes_seal_too():
    made = Person.objects.bulk_create([Person(nik="1", name="a"), Person(nik="2", name="b")])
    Person.objects.filter(name="a").update(nik="3")
    made[1].nik = "4"
    Person.objects.bulk_update(made[1:], ["nik"])
    assert [person.nik.reveal() for person in Person.objects.order_by("name")] == ["3", "4"]
    assert Person.objects.defer("nik").get(name="a").nik.reveal() == "3"


@pytest.mark.django_db
def test_empty_text_is_no_value():
    person = Person.objects.create(nik=NIK, phone="")
    assert Person.objects.filter(phone__isnull=True).get() == person
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(nik="")


@pytest.mark.django_db
@pytest.mark.parametrize("lookup", ["nik", "nik__exact", "nik__in", "nik__contains", "nik__gt", "nik__length"])
def test_search_in_the_sealed_column_is_refused(lookup):
    with pytest.raises(FieldError, match="nik is sealed"):
        Person.objects.filter(**{lookup: NIK})


def test_other_types_are_refused_without_telling_the_value():
    with pytest.raises(TypeError, match="takes a text, not int") as caught:
        Person(nik=int(NIK))
    assert NIK not in str(caught.value)


def test_sealed_field_is_in_no_form_by_itself():
    assert list(modelform_factory(Person, fields="__all__").base_fields) == ["name"]


def test_unique_or_unnamed_sealed_field_is_refused_by_the_system_check():
    with isolate_apps():

        class Wrong(models.Model):  # noqa: DJ008 never shown
            nik = SealedTextField(aad="", unique=True)

            class Meta:
                app_label = "tests"

        ids = {error.id for error in Wrong._meta.get_field("nik").check()}
    assert ids == {"selayar.E010", "selayar.E011"}


def test_migration_rebuilds_the_same_field():
    field = Person._meta.get_field("phone")
    _, path, args, kwargs = field.deconstruct()
    assert path == "selayar_site.sealed.SealedTextField"
    assert SealedTextField(*args, **kwargs).deconstruct()[3] == kwargs
    assert kwargs["aad"] == "tests.person.phone"


@pytest.mark.django_db
def test_reseal_brings_every_row_under_the_first_key_and_changes_nothing_twice(settings):
    settings.SEALING_KEYS = OLD
    people = Person.objects.bulk_create([Person(nik=str(n), phone=None if n % 2 else "0812") for n in range(7)])
    settings.SEALING_KEYS = NEW | OLD
    people.append(Person.objects.create(nik="7"))
    field = Person._meta.get_field("nik")
    assert reseal(Person, field, current="baru", batch=3) == {"resealed": 7, "untouched": 1}
    before = [stored(person) for person in people]
    assert reseal(Person, field, current="baru", batch=3) == {"untouched": 8}
    assert [stored(person) for person in people] == before
    assert reseal(Person, Person._meta.get_field("phone"), current="baru", batch=3) == {"resealed": 4}
    settings.SEALING_KEYS = NEW
    assert [person.nik.reveal() for person in Person.objects.order_by("pk")] == list("01234567")


@pytest.mark.django_db
def test_reseal_leaves_and_counts_what_does_not_open(settings):
    settings.SEALING_KEYS = OLD
    person = Person.objects.create(nik=NIK)
    before = stored(person)
    settings.SEALING_KEYS = NEW
    assert reseal(Person, Person._meta.get_field("nik"), current="baru", batch=10) == {"unopened": 1}
    assert stored(person) == before


@pytest.mark.django_db
def test_reseal_command_runs_over_the_installed_models():
    call_command("reseal", stdout=StringIO())
