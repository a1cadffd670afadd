"""Settings: the one file that reads the environment; every key goes through one ``environ.Env``."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.utils.csp import CSP

from newsroom.keys import generated_key

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env(
    DEBUG=(bool, False),
    HOST=(str, "127.0.0.1"),
    PORT=(int, 8000),
    NEWSROOM_DEMO=(bool, True),
    NEWSROOM_TIME_ZONE=(str, "UTC"),
    NEWSROOM_LANGUAGE=(str, "en"),
    NEWSROOM_TRUSTED_PROXIES=(list, []),
    NEWSROOM_FLOOD_SECONDS=(int, 15),
)
environ.Env.read_env(env.str("NEWSROOM_ENV_FILE", default=str(BASE_DIR / ".env")))

# What belongs to this newsroom
NEWSROOM_VAR = Path(env.str("NEWSROOM_VAR", default=str(BASE_DIR / "var"))).resolve()
# The kept pages: a folder of its own, which a web server may be given.
NEWSROOM_PAGES = Path(env.str("NEWSROOM_PAGES", default=str(NEWSROOM_VAR / "pages"))).resolve()
NEWSROOM_DEMO: bool = env("NEWSROOM_DEMO")
# The demo's invented paper gives the name until the newsroom says its own.
NEWSROOM_NAME = env.str("NEWSROOM_NAME", default="The Marram Courier" if NEWSROOM_DEMO else "Newsroom")
HOST: str = env("HOST")
PORT: int = env("PORT")
NEWSROOM_ORIGIN = env.str("NEWSROOM_ORIGIN", default=f"http://{HOST}:{PORT}").rstrip("/")
NEWSROOM_TRUSTED_PROXIES: list[str] = env("NEWSROOM_TRUSTED_PROXIES")
NEWSROOM_FLOOD_SECONDS: int = env("NEWSROOM_FLOOD_SECONDS")

# Keys: never in the tree. Those that the environment does not give are made once, in var/keys.
KEYS_DIR = NEWSROOM_VAR / "keys"
DEBUG: bool = env("DEBUG")
SECRET_KEY = env.str("SECRET_KEY", default="") or generated_key(KEYS_DIR, "secret-key")
# The first key seals and fingerprints; the further ones still open what they once sealed.
NEWSROOM_FIELD_KEYS: list[str] = env.list("NEWSROOM_FIELD_KEYS", default=[]) or [
    generated_key(KEYS_DIR, "field-key")
]
NEWSROOM_LOG_KEY = env.str("NEWSROOM_LOG_KEY", default="") or generated_key(KEYS_DIR, "log-key")

# The origin is the only source of absolute addresses, hosts, secure cookies and the https redirect.
_origin = urlsplit(NEWSROOM_ORIGIN)
_https = _origin.scheme == "https"
ALLOWED_HOSTS = [_origin.hostname or HOST]
CSRF_TRUSTED_ORIGINS = [NEWSROOM_ORIGIN]
CSRF_FAILURE_VIEW = "newsroom.views.stale"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
# Whoever asks whether we are well asks from beside us, over plain http.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_ENGINE = "newsroom.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a long shift
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _https else 0
# Other hosts of the newsroom's domain are not ours to bind: HSTS is for this host alone.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if NEWSROOM_TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# "no-referrer" would turn the Origin of a reader's post into null.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

# Size is capped before anything is parsed: the longest post is under 1 MiB even when percent-encoded.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

INSTALLED_APPS = [
    "newsroom.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "django_tasks_db",
    "newsroom.apps.NewsroomConfig",
    "articles",
    "comments",
]

MIDDLEWARE = [
    # First of all, so that redirects and refusals have a policy too.
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "newsroom.middleware.probe",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.middleware.nobody",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

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
                "articles.context.furniture",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ("newsroom",)
CRISPY_TEMPLATE_PACK = "newsroom"

# Both databases are first-class. SQLite is the embedded default.
_database: dict[str, Any] = dict(
    env.db_url("DATABASE_URL", default=f"sqlite:///{NEWSROOM_VAR}/newsroom.sqlite3")
)
_database["CONN_MAX_AGE"] = 60
_database["CONN_HEALTH_CHECKS"] = True
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["ENGINE"] = "newsroom.sqlite"
    _options: dict[str, Any] = {
        # IMMEDIATE takes the write lock at BEGIN, so that a writer waits instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # FULL: what was acknowledged outlives a power cut. Of a transaction ``newsroom.sqlite`` sees to it, which waits
        # for the disk while the next one is written. The journal goes into the database every 16 MB, not every 4:
        # a reply touches some 70 pages, mostly the same ones again and again, and each is written once each time.
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA wal_autocheckpoint=4000;"
        "PRAGMA mmap_size=134217728",
    }
    # An in-memory database has no WAL and proves nothing about races.
    _database["TEST"] = {"NAME": str(NEWSROOM_VAR / "test.sqlite3")}
else:
    # A host that is gone says nothing, not even no, and each of our few threads that waits for it is missing
    # elsewhere: the backend lets one connect at a time. Seconds, and milliseconds where it says so.
    if _database["ENGINE"] == "django.db.backends.postgresql":
        _database["ENGINE"] = "newsroom.postgresql"
    _options = {
        "connect_timeout": 3,
        "tcp_user_timeout": 10_000,  # ms
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 2,
    }
# What DATABASE_URL says after its question mark counts more.
_database["OPTIONS"] = _options | _database.get("OPTIONS", {})
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "desk:queue"

LANGUAGE_CODE: str = env("NEWSROOM_LANGUAGE")
TIME_ZONE: str = env("NEWSROOM_TIME_ZONE")
NEWSROOM_TIME_ZONE = TIME_ZONE
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = NEWSROOM_VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
MEDIA_URL = "/media/"
MEDIA_ROOT = NEWSROOM_VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "newsroom.staticfiles.SheetsInOnePiece"},
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "no_receipts": {"()": "newsroom.logs.HideReceipts"},
        "no_traceback": {"()": "newsroom.logs.HideTraceback"},
        "short": {"()": "newsroom.logs.Shorten"},
        "outages": {"()": "newsroom.logs.ShortenOutages"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["outages", "no_receipts", "short"],
            "level": "WARNING",
        },
        "errors": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_receipts", "short"],
            "level": "ERROR",
        },
        "refusals": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_receipts", "no_traceback", "short"],
            "level": "WARNING",
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # A reader's 404 is no news; Django's own errors are.
        "django.request": {"level": "ERROR"},
        # What anybody can make us refuse is a line, and no traceback.
        "django.security": {"handlers": ["refusals"], "propagate": False},
        # Nor is it news that the worker was told to stop.
        "django_tasks_db": {"handlers": ["errors"], "propagate": False},
    },
}
