"""The settings, and the only place where the environment is read.

Every variable is named in README.md. Nonsense is refused with a sentence, at start and not at the
first visitor. Importing this module touches no disk and no network.
"""

import base64
import re
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from string import Formatter
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from whitenoise.compress import Compressor

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def _yes_or_no(name: str, *, default: bool) -> bool:
    text = env.str(name, default="on" if default else "off").strip().lower()
    if text not in {"1", "on", "yes", "true", "0", "off", "no", "false"}:
        raise ImproperlyConfigured(f"{name} must be on or off.")
    return text in {"1", "on", "yes", "true"}


def _days(name: str, *, default: int) -> int:
    text = env.str(name, default=str(default)).strip()
    if not re.fullmatch("[1-9][0-9]{0,3}", text):
        raise ImproperlyConfigured(f"{name} must be a number of days, 1 to 9999.")
    return int(text)


# A site to click through on one's own machine: artificial accounts and keys that anyone can read.
DEMO = _yes_or_no("SELAYAR_DEMO", default=False)


def _needed(name: str, demo: str) -> str:
    """The variable's text; in the demo a value that anyone may know."""
    value = env.str(name, default=demo if DEMO else "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. README.md, “Settings”, says how to make a value.")
    return value


def _key(name: str, text: str) -> bytes:
    """Exactly 32 bytes, written in base64."""
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not base64.") from error
    if len(key) != 32:
        raise ImproperlyConfigured(f"{name} holds {len(key)} bytes; it must be 32.")
    return key


def _key_ring(name: str, text: str) -> dict[str, bytes]:
    """`id:base64,id:base64`: the first seals, all of them open."""
    ring: dict[str, bytes] = {}
    for part in text.split(","):
        key_id, found, key = part.strip().partition(":")
        if not found or not re.fullmatch("[A-Za-z0-9]{1,8}", key_id) or key_id in ring:
            raise ImproperlyConfigured(
                f"{name} must read id:base64, several parted by commas, each id once, up to 8 letters or digits."
            )
        ring[key_id] = _key(name, key)
    return ring


def _origin(name: str, text: str) -> str:
    """`https://host[:port]`, without a path; plain http only for this machine."""
    found = re.fullmatch(r"([a-z]+)://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[1-9][0-9]{0,4})?/?", text.lower())
    if not found or int((found[3] or ":1")[1:]) > 65535:
        raise ImproperlyConfigured(f"{name} must be an origin such as https://humas.example.go.id, without a path.")
    is_local = found[2] in {"127.0.0.1", "localhost", "[::1]"}
    if found[1] != "https" and not (found[1] == "http" and is_local):
        raise ImproperlyConfigured(f"{name} must begin with https://.")
    return found[0].rstrip("/")


def _zone(name: str, text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise ImproperlyConfigured(f"{name} is no time zone of the IANA database, such as Asia/Makassar.") from error


def _number(name: str, *, default: int, least: int, most: int) -> int:
    text = env.str(name, default=str(default)).strip()
    if not re.fullmatch("[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise ImproperlyConfigured(f"{name} must be a number from {least} to {most}.")
    return int(text)


def _release_number(name: str, text: str) -> str:
    """A pattern with the fields `number`, `year`, `month`, `roman_month` that makes at most 40 characters."""
    widest = {"number": 99999, "year": 2099, "month": 12, "roman_month": "VIII"}
    try:
        fields = [(field, spec, turn) for _, field, spec, turn in Formatter().parse(text) if field is not None]
        for field, spec, turn in fields:
            if field not in widest or turn or not re.fullmatch("(0[1-6]d)?", spec or ""):
                raise ValueError(field)
        longest = text.format(**widest)
    except ValueError as error:
        known = ", ".join(f"{{{field}}}" for field in widest)
        raise ImproperlyConfigured(f"{name} may hold {known}; {{number:03d}} puts zeros in front.") from error
    if not {"number", "year"} <= {field for field, _, _ in fields}:
        raise ImproperlyConfigured(f"{name} must hold {{number}} and {{year}}: counting starts anew each year.")
    if len(longest) > 40 or not longest.isprintable():
        raise ImproperlyConfigured(f"{name} makes numbers of more than 40 characters, or unprintable ones.")
    return text


# Who we are on the net
PUBLIC_ORIGIN = _origin("SELAYAR_ORIGIN", _needed("SELAYAR_ORIGIN", "http://127.0.0.1:8000"))
ALLOWED_HOSTS = [urlsplit(PUBLIC_ORIGIN).hostname or ""]
if DEMO:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
OVER_HTTPS = PUBLIC_ORIGIN.startswith("https://")
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN]

# Secrets
SECRET_KEY = _needed("SELAYAR_SECRET_KEY", "artificial-key-of-the-demo-that-anyone-may-know-0123456789")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SELAYAR_SECRET_KEY must have at least 50 characters.")
SEALING_KEYS = _key_ring(
    "SELAYAR_SEALING_KEYS",
    _needed("SELAYAR_SEALING_KEYS", "demo:" + base64.b64encode(b"artificial sealing key (demo) 32").decode()),
)
BLIND_INDEX_KEY = _key(
    "SELAYAR_INDEX_KEY",
    _needed("SELAYAR_INDEX_KEY", base64.b64encode(b"artificial index key of the demo").decode()),
)

# Where things are kept
DATA_DIR = Path(env.str("SELAYAR_DATA_DIR", default=str(BASE_DIR / "var"))).expanduser()
if not DATA_DIR.is_absolute():
    raise ImproperlyConfigured("SELAYAR_DATA_DIR must be an absolute path.")
DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
if not DATABASE_URL.startswith(("sqlite:///", "postgres://", "postgresql://")):
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgres://.")
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"]["CONN_MAX_AGE"] = None
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Files that a view hands out when their release may be read: never under MEDIA_ROOT.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "private",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    # Sealed files that no address leads to (selayar_site/originals.py): never under MEDIA_ROOT.
    "originals": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "originals",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Public pages are kept whole and answered before Django is entered.
PAGE_STORE = _yes_or_no("SELAYAR_PAGE_STORE", default=True)
# Source maps are asked for by developers only, and take as long to compress as everything else.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
PAGE_STORE_DIR = DATA_DIR / "pages"

VALKEY_URL = env.str("VALKEY_URL", default="")
if VALKEY_URL and not VALKEY_URL.startswith(("redis://", "rediss://")):
    raise ImproperlyConfigured("VALKEY_URL must begin with redis:// or rediss://.")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": VALKEY_URL}
        if VALKEY_URL
        # Shared by the processes of one machine: the limits of the sign-in are counted here.
        else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": DATA_DIR / "cache"}
    )
}

# What the site is made of
INSTALLED_APPS = [
    "selayar_site.apps.SelayarSiteConfig",
    "programs",
    "news",
    "selayar_site.apps.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # its templates, for FORM_RENDERER
    "django_filters",
    "django_prose_editor",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "selayar_site.middleware.ResponseHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "selayar_site.middleware.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "selayar_site.second_factor.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "selayar_site.urls"
WSGI_APPLICATION = "selayar_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "selayar_site.context_processors.identity",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Language and time: one of each
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesia")]
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "selayar_site" / "locale"]
FORMAT_MODULE_PATH = ["selayar_site.formats"]
USE_TZ = True
TIME_ZONE = _zone("SELAYAR_TIME_ZONE", env.str("SELAYAR_TIME_ZONE", default="Asia/Makassar"))
TIME_ZONE_LABEL = env.str("SELAYAR_TIME_ZONE_LABEL", default="WITA")

# How the office files its releases (news/numbers.py)
RELEASE_NUMBER = _release_number(
    "SELAYAR_RELEASE_NUMBER", env.str("SELAYAR_RELEASE_NUMBER", default="{number:03d}/HUMAS/{roman_month}/{year}")
)

# How long the names of journalists stay after their embargo ended (news/access.py).
EMBARGO_DATA_KEPT = timedelta(days=_days("SELAYAR_EMBARGO_DATA_DAYS", default=90))

# How long the rows of imported lists stay, and what is taken (programs/imports).
IMPORT_DATA_KEPT = timedelta(days=_days("SELAYAR_IMPORT_DATA_DAYS", default=30))
IMPORT_MAX_BYTES = 20 * 1024 * 1024
IMPORT_MAX_ROWS = 100_000

# Work beside the requests: on threads here, by workers where another back end is set. Every queue is declared.
TASKS = {
    "default": {"BACKEND": "selayar_site.background.ThreadBackend", "QUEUES": ["default", "links", "mail", "imports"]},
}
# What `manage.py tick` does each minute. Each is short, may run twice at once, and returns how many things it did.
DUTIES = {
    "journalists of embargoes that are long over": "news.access.forget_journalists",
    "purges left behind by a process that was killed": "selayar_site.pagestore.drain",
    "links of published releases asked again": "news.links.recheck",
    "typed and never saved for 30 days": "news.autosave.sweep",
    "mail to subscribers": "news.mailing.post",
    "mail that came back": "news.bounces.empty_maildir",
    "sign-ups and addresses to be erased": "news.subscriptions.sweep",
    "addresses told to search engines": "news.indexnow.send",
    "reads of old days folded into months": "news.reads.store.fold",
    "lists whose import was left half done": "programs.imports.running.resume",
    "imported lists to be erased": "programs.actions.imports.erase_old",
    "reservations that ran out": "programs.actions.sponsorship.lapse_run_out",
    "photos looked at, to know them again": "selayar_site.photo_twins.look_at_the_rest",
    "the month's waiting list for everyone": "programs.waiting.publish_due",
    "what SQLite knows of its tables": "selayar_site.planner.refresh",
}

# Promises of the registers that no constraint can say; `manage.py invariants` counts them again.
INVARIANTS = {
    "setiap kepesertaan memiliki semua bulannya": "programs.invariants.memberships_have_their_months",
    "setiap pertanggungan memiliki semua bulannya": "programs.invariants.sponsorships_have_their_months",
    "setiap bulan sesuai daftarnya": "programs.invariants.months_are_as_listed",
    "setiap bulan seharga iurannya": "programs.invariants.months_cost_their_rate",
    "setiap iuran berjumlah tarifnya": "programs.invariants.rates_are_the_sum_of_their_tariffs",
    "setiap tarif berlaku pada bulannya": "programs.invariants.tariffs_fit_their_month",
    "setiap cuplikan sama dengan saat dihitung": "programs.invariants.snapshots_are_as_counted",
}

# Reads of releases are kept by the day for so many months, and by the month after that.
READS_MONTHS = env.int("SELAYAR_READS_MONTHS", default=13)
if not 4 <= READS_MONTHS <= 120:
    raise ImproperlyConfigured("SELAYAR_READS_MONTHS must be between 4 and 120: the office looks back 90 days.")

# Search engines told of changed releases (news/indexnow.py); without a key nobody is told.
INDEXNOW_KEY = env.str("SELAYAR_INDEXNOW_KEY", default="")
if INDEXNOW_KEY and not re.fullmatch("[A-Za-z0-9-]{8,128}", INDEXNOW_KEY):
    raise ImproperlyConfigured("SELAYAR_INDEXNOW_KEY must have 8 to 128 letters, digits or hyphens.")
INDEXNOW_URL = env.str("SELAYAR_INDEXNOW_URL", default="https://api.indexnow.org/indexnow")
if not INDEXNOW_URL.startswith(("https://", "http://127.0.0.1:")):
    raise ImproperlyConfigured("SELAYAR_INDEXNOW_URL must begin with https://.")

# Accounts
AUTH_USER_MODEL = "selayar_site.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/admin/"
ACCOUNT_ADAPTER = "selayar_site.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "selayar_site.account_forms.LoginForm",
    "reset_password": "selayar_site.account_forms.ResetPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # Accounts are made by an administrator, who knows the person.
ACCOUNT_EMAIL_NOTIFICATIONS = True  # The owner hears of a new password and a new second factor.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # No mail to strangers: the page answers the same either way.
# The library's own generator writes a second, unconfirmed address book: an address changed here would live on
# there, and the set-up of the second factor would be refused.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# The limits are counted by address of the client; behind the front server that is in X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if OVER_HTTPS else 0
MFA_ADAPTER = "selayar_site.accounts.FactorAdapter"
MFA_FORMS = {
    "authenticate": "selayar_site.account_forms.AuthenticateForm",
    "reauthenticate": "selayar_site.account_forms.ReauthenticateForm",
    "activate_totp": "selayar_site.account_forms.ActivateTOTPForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # One step for clocks that are off (RFC 6238, section 5.2).
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_PASSKEY_LOGIN_ENABLED = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = OVER_HTTPS
CSRF_COOKIE_SECURE = OVER_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "selayar_site.views.csrf_failure"

# Mail
MAIL_URL = env.str("SELAYAR_MAIL_URL", default="consolemail://" if DEMO else "smtp://127.0.0.1:25")
if not MAIL_URL.startswith(("smtp://", "smtp+tls://", "smtp+ssl://", "smtps://", "consolemail://")):
    raise ImproperlyConfigured("SELAYAR_MAIL_URL must begin with smtp://, smtp+tls:// or smtp+ssl://.")
MAIL = env.email_url_config(MAIL_URL)
if MAIL_URL.startswith("consolemail:"):
    MAIL["EMAIL_BACKEND"] = "selayar_site.terminal_mail.EmailBackend"
MAILERS = {
    "default": {
        "BACKEND": MAIL["EMAIL_BACKEND"],
        "OPTIONS": (
            {
                "host": MAIL["EMAIL_HOST"],
                "port": MAIL["EMAIL_PORT"],
                "username": MAIL["EMAIL_HOST_USER"] or "",
                "password": MAIL["EMAIL_HOST_PASSWORD"] or "",
                "use_tls": MAIL.get("EMAIL_USE_TLS", False),
                "use_ssl": MAIL.get("EMAIL_USE_SSL", False),
                "timeout": 10,
            }
            if MAIL["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
            else {}
        ),
    }
}
DEFAULT_FROM_EMAIL = _needed("SELAYAR_MAIL_FROM", "humas@selayar.example")
if "@" not in parseaddr(DEFAULT_FROM_EMAIL)[1]:
    raise ImproperlyConfigured("SELAYAR_MAIL_FROM must hold an e-mail address.")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Mail to subscribers (news/mailing.py): how many a minute at most, and the local hour of the digests.
MAIL_RATE = _number("SELAYAR_MAIL_RATE", default=60, least=1, most=6000)
DIGEST_HOUR = _number("SELAYAR_DIGEST_HOUR", default=7, least=0, most=23)
# Where mail to them comes back to, as `name+…@host`, and the Maildir that it then lies in (news/bounces.py).
BOUNCE_ADDRESS = env.str("SELAYAR_BOUNCE_ADDRESS", default="").strip()
if BOUNCE_ADDRESS and not re.fullmatch(r"[A-Za-z0-9._-]{1,20}@[A-Za-z0-9.-]+", BOUNCE_ADDRESS):
    raise ImproperlyConfigured("SELAYAR_BOUNCE_ADDRESS must be an e-mail address with up to 20 letters before the @.")
BOUNCE_MAILDIR = env.str("SELAYAR_BOUNCE_MAILDIR", default="").strip()
if BOUNCE_MAILDIR and not Path(BOUNCE_MAILDIR).is_absolute():
    raise ImproperlyConfigured("SELAYAR_BOUNCE_MAILDIR must be an absolute path.")

# What browsers are told
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = OVER_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if OVER_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = OVER_HTTPS
SECURE_HSTS_PRELOAD = OVER_HTTPS
if OVER_HTTPS:
    # The front server overwrites this header (deploy/nginx.conf).
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Limits of what is taken in
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Photos as they came, with place and camera, sealed beside the library. Turning it off keeps what is there.
KEEP_ORIGINALS = _yes_or_no("SELAYAR_KEEP_ORIGINALS", default=False)
PHOTO_MAX_BYTES = 25 * 1024 * 1024
# 0 to 10. At 8 a picture of 1600 px takes a quarter of a second; 6 takes four times as long and saves a seventh.
PHOTO_AVIF_SPEED = 8
ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "selayar_site.logs.MaskingFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Django's own handlers print nothing when DEBUG is off, and mail when nobody asked.
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "pikepdf": {"level": "WARNING"},  # it greets at each start
        # The development server writes whole addresses, questions and all; its own formatter masks nothing.
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
