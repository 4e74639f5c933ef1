import logging
import logging.config
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from selayar_site.logs import MASKED, MaskingFormatter, mask_numbers

NIK = "7301010101900001"
NIP = "199001012015031001"


@pytest.fixture
def log():
    """A logger as the settings make them, written to a string."""
    formatter = settings.LOGGING["formatters"]["line"]
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(MaskingFormatter(formatter["format"], style=formatter["style"]))
    logger = logging.getLogger("tests.logs")
    logger.addHandler(handler)
    yield logger, out
    logger.removeHandler(handler)


@pytest.mark.parametrize(
    "written",
    [
        NIK,
        NIP,
        "7301 0101 0190 0001",
        "7301.0101.0190.0001",
        "7301-0101-0190-0001",
        "7301 0101 0190 0001",
        "730101 010190 0001",
        "19900101 201503 1 001",
        "73.01.01.010190.0001",
        "7301+0101+0190+0001",
        "7301%200101%200190%200001",
        "٧٣٠١٠١٠١٠١٩٠٠٠٠١",
    ],
)
def test_long_number_is_masked_however_it_is_grouped(written):
    assert mask_numbers(f"NIK {written}, diperiksa") == f"NIK {MASKED}, diperiksa"
    assert mask_numbers(f"nik={written}&x=1") == f"nik={MASKED}&x=1"


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-07 09:05:00,123 INFO django.request",
        "127.0.0.1:8000 GET /berita/ 200 15342",
        "surel budi@selayar.example dan KPJ 12345678901",
        "08123456789",
        "12345678901234567 has seventeen digits",
        "1234567890123456789 has nineteen",
        "Rp1.000.000.000",
    ],
)
def test_other_text_stays_as_it_is(text):
    assert mask_numbers(text) == text


@given(st.text(), st.from_regex("[0-9]{16}|[0-9]{18}", fullmatch=True), st.text())
def test_number_alone_between_any_words_is_never_shown(before, number, after):
    text = f"{before} | {number} | {after}"
    assert number not in mask_numbers(text)


def test_date_before_a_number_does_not_hide_it_from_the_mask():
    assert NIK not in mask_numbers(f"2026-03-07 {NIK}")


def test_message_arguments_and_traceback_are_masked(log):
    logger, out = log
    try:
        raise ValueError(f"{NIK} is not known")
    except ValueError:
        logger.exception("Row %s of %r failed", NIP, {"nik": NIK}, stack_info=True)
    assert NIK not in out.getvalue() and NIP not in out.getvalue()
    assert f"ValueError: {MASKED} is not known" in out.getvalue()
    assert f"Row {MASKED} of" in out.getvalue()


def test_chained_exceptions_are_masked(log):
    logger, out = log
    try:
        try:
            raise KeyError(NIK)
        except KeyError as error:
            raise RuntimeError(f"for {NIP}") from error
    except RuntimeError:
        logger.error("failed", exc_info=sys.exc_info())
    assert NIK not in out.getvalue() and NIP not in out.getvalue()
    assert out.getvalue().count(MASKED) == 2


def test_every_handler_of_the_settings_masks():
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"line"}
    assert settings.LOGGING["formatters"]["line"]["()"] == "selayar_site.logs.MaskingFormatter"


def test_loggers_of_django_that_bring_a_handler_of_their_own_are_given_ours():
    """Django's defaults come first and ours are laid over them."""
    from django.utils.log import DEFAULT_LOGGING

    own = {name for name, logger in DEFAULT_LOGGING["loggers"].items() if logger.get("handlers")}
    assert own <= set(settings.LOGGING["loggers"])


@pytest.mark.parametrize("path", ["/tidak-ada/{}/", "/tidak-ada/?nik={}"])
def test_requests_that_fail_leave_no_number_in_the_log(client: Client, db, capsys, path):
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(MaskingFormatter())
    logging.getLogger("django.request").addHandler(handler)
    try:
        assert client.get(path.format(NIK)).status_code == 404
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    assert "Not Found" in out.getvalue()
    assert NIK not in out.getvalue() and "?" not in out.getvalue()
