"""Small answers of the whole site."""

import pytest
from django.test import Client


def test_favicon_is_answered_and_kept_for_long_by_browsers(client: Client):
    response = client.get("/favicon.ico")
    assert response.status_code == 200 and response.headers["Content-Type"] == "image/x-icon"
    assert b"".join(response.streaming_content).startswith(b"\0\0\1\0")
    assert "max-age=2592000" in response.headers["Cache-Control"] and not response.cookies
