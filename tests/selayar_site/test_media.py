import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

# The page of a 404 names the site.
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    return settings.MEDIA_ROOT


def put(name: str, content: bytes = b"bytes") -> str:
    return f"/media/{default_storage.save(name, ContentFile(content))}"


@pytest.mark.parametrize(
    ("name", "kind"), [("foto/kUn-C1_x/card-400.jpg", "image/jpeg"), ("foto/k/full-800.avif", "image/avif")]
)
def test_picture_is_served_for_ever_and_as_nothing_else(client, name, kind):
    response = client.get(put(name, b"<script>"))
    assert (response.status_code, response["Content-Type"]) == (200, kind)
    assert response.getvalue() == b"<script>"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response and "Vary" not in response


def test_documents_are_not_public_media(client):
    assert client.get(put("lampiran/2026/11/surat-edaran.pdf")).status_code == 404


@pytest.mark.parametrize(
    "name", ["foto/k/a.html", "foto/k/a.svg", "foto/k/a.php.jpg", "foto/k/retired", "rahasia/a.jpg", "a.jpg"]
)
def test_other_endings_and_folders_are_not_served(client, name):
    assert client.get(put(name)).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["", "foto/", "foto/k/", "foto/../../secret.jpg", "foto/%2e%2e/%2e%2e/secret.jpg", "foto//secret.jpg",
     "foto/k/missing.jpg", "foto/k/a.jpg%00.pdf", "foto/k/a.jpg%0A", "foto/k/a.JPG"],
)  # fmt: skip
def test_no_listing_no_climbing_no_missing_file(client, path):
    put("foto/k/a.jpg")
    assert client.get(f"/media/{path}").status_code == 404


def test_folder_named_like_a_picture_is_not_served(client, media):
    (media / "foto" / "k.jpg").mkdir(parents=True)
    assert client.get("/media/foto/k.jpg").status_code == 404


def test_only_reading_is_answered(client):
    address = put("foto/k/a.jpg")
    assert client.post(address).status_code == 405
    response = client.head(address)
    assert response.status_code == 200 and response["Content-Length"] == "5"
    response.close()


def test_files_of_a_remote_storage_are_not_served_from_here(client, settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    assert client.get(put("foto/k/a.jpg")).status_code == 404
