"""The same person, written in many ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.names import are_near, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("H. Muh. Nasir, S.Pd.", "MUHAMMAD  NASIR"),
        ("Hj. St. Aminah", "Sitti Aminah"),
        ("Abd. Rahman Dg. Nai", "abdul rahman daeng nai"),
        ("M. Nur", "m nur"),
        ("Siti Nurhaliza S.Sos M.Si", "Siti Nurhaliza"),
        ("José", "jose"),
    ],
)
def test_titles_and_abbreviations_make_no_difference(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Soekarno", "Sukarno"),
        ("Rahmat", "Rachmat"),
        ("Nurhayati", "Nur Hayati"),
        ("Syamsuddin", "Samsudin"),
        ("Baso Tenri", "Baso Tenri Ali"),
        ("Andi Mappanyukki", "A. Mapanyuki"),
    ],
)
def test_near_names_are_heard_alike(one, other):
    assert are_near(name_key(one), name_key(other))


@pytest.mark.parametrize(("one", "other"), [("Nurdin", "Nurlia"), ("Baso", "Besse"), ("Siti Aminah", "Siti Rahma")])
def test_other_names_are_not_near(one, other):
    assert not are_near(name_key(one), name_key(other))


@given(st.text(max_size=200))
def test_key_is_made_once(name):
    key = name_key(name)
    assert len(key) <= 120 and key == key.strip() and "  " not in key
