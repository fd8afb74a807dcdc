"""Django settings. Everything a machine decides comes from the environment; keys come from files."""

import json
import os
import secrets
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db.models import TextChoices

from changqian.platform.config.ledgers import INTEGRATION_MODULES, MODULES, SCREEN_MODULES
from changqian.platform.config.logs import logging_settings
from changqian.platform.foundation.files.s3 import bucket_in

KEY_NAMES = ("django", "audit", "tickets", "field", "gateways")
DATA = Path(os.environ.get("CHANGQIAN_DATA", "/var/lib/changqian"))
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
PUSH_URL = os.environ.get("PUSH_URL", "http://127.0.0.1:8001").rstrip("/")
VIDEO_URL = os.environ.get("VIDEO_URL", "http://127.0.0.1:8007").rstrip("/")
"Where browsers reach the video gateway; behind nginx a path of the one origin."
GATEWAYS = {"video": os.environ.get("VIDEO_CONTROL_URL", "").rstrip("/")}
"Where the platform reaches its gateways; without an address there is none."
GB_ID = os.environ.get("GB_ID", "32040000002000000001")
GB_DOMAIN = os.environ.get("GB_DOMAIN", GB_ID[:10])
"Who we are in GB/T 28181: id and realm, as the gateway is told them."
TIANDITU_KEY = os.environ.get("TIANDITU_KEY", "")
WEB_DIST = Path(os.environ.get("CHANGQIAN_WEB", Path(__file__).parents[4] / "web/dist"))
ORIGINS = [PUBLIC_URL, *(origin.rstrip("/") for origin in os.environ.get("ORIGINS", "").split(",") if origin)]
"Where browsers open the platform: PUBLIC_URL, and further addresses (ORIGINS) such as loopback beside the LAN's."
PROXIES = int(os.environ.get("PROXIES", "0"))
"How many reverse proxies of ours stand in front and add to X-Forwarded-For; 0: believe no such header."
PROXY_ADDRESSES = [each.strip() for each in os.environ.get("PROXY_ADDRESSES", "").split(",") if each.strip()]
"Their addresses or networks; named, nobody else is believed. Unnamed, this port must be open to them alone."
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
S3 = bucket_in(os.environ)
"The bucket that files lie in instead of the folder: S3_BUCKET, S3_ENDPOINT, S3_REGION, S3_KEY, S3_SECRET, S3_STYLE."
CLAMD = os.environ.get("CLAMD", "")
"Where ClamAV listens, host:port or the path of its socket: every upload is shown to it before it is kept."
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
DEMONSTRATION = (DATA / "demonstration").exists()
"Whether the invented city was built here: build_city leaves the mark. What is let pass then, decision 0006 says."
SSO_PROVIDERS = json.loads(os.environ.get("SSO_PROVIDERS", "[]"))
"Systems people may sign in by: [{code, name, issuer, client_id, client_secret, scope?, claims?}], see decision 0006."
SMS_PROVIDER = os.environ.get("SMS_PROVIDER", "changqian.platform.foundation.sms.provider.Gateway")
SMS_URL, SMS_APP = os.environ.get("SMS_URL", ""), os.environ.get("SMS_APP", "changqian")
SMS_SECRET, SMS_SIGN = os.environ.get("SMS_SECRET", ""), os.environ.get("SMS_SIGN", "常企安")
"The gateway for short messages; its protocol is in docs/sms-gateway.md. Without an address nothing is sent."
REAL_NAME_REGISTER = os.environ.get("REAL_NAME_REGISTER", "changqian.platform.integrations.real_name.client.RealName")
REAL_NAME_URL = os.environ.get("REAL_NAME_URL", "")
REAL_NAME_APP, REAL_NAME_SECRET = os.environ.get("REAL_NAME_APP", "changqian"), os.environ.get("REAL_NAME_SECRET", "")
"The register of persons that names and identity numbers are checked against."
PROVINCE_URL = os.environ.get("PROVINCE_URL", "")
PROVINCE_APP, PROVINCE_SECRET = os.environ.get("PROVINCE_APP", "changqian"), os.environ.get("PROVINCE_SECRET", "")
PROVINCE_TIMEOUT = float(os.environ.get("PROVINCE_TIMEOUT", "30"))
"The province's risk-report platform, and how many seconds it may take for a page. Without an address nothing is asked."
CITY_DATA_URL = os.environ.get("CITY_DATA_URL", "")
CITY_DATA_APP, CITY_DATA_SECRET = os.environ.get("CITY_DATA_APP", "changqian"), os.environ.get("CITY_DATA_SECRET", "")
CITY_DATA_TIMEOUT = float(os.environ.get("CITY_DATA_TIMEOUT", "30"))
"The city's data centre, likewise."


def keys() -> dict[str, bytes]:
    """The secrets, by name. Tools that sign nothing may run on keys of the moment (CHANGQIAN_EPHEMERAL_KEYS=1)."""
    if os.environ.get("CHANGQIAN_EPHEMERAL_KEYS") == "1":
        return {name: secrets.token_bytes(32) for name in KEY_NAMES}
    folder = Path(os.environ.get("CHANGQIAN_KEYS", DATA / "keys"))
    try:
        return {name: bytes.fromhex((folder / f"{name}.key").read_text().strip()) for name in KEY_NAMES}
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"密钥不可用（{error}），请用 changqian up 生成，或设置 CHANGQIAN_KEYS") from error


def database(url: str) -> dict[str, object]:
    """Django's form of postgresql://user:password@host:port/name?host=/socket/folder."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "changqian.platform.kernel.postgres",
        "NAME": parts.path.lstrip("/") or "changqian",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": query.get("port", [str(parts.port or "")])[0],
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
    }


KEYS = keys()
KEYRING = Path(
    os.environ.get("CHANGQIAN_KEYRING", Path(os.environ.get("CHANGQIAN_KEYS", DATA / "keys")) / "field.ring")
)
"The keys of sealed columns, once there is more than the first, which is `field.key`."
HSM = os.environ.get("CHANGQIAN_HSM", "")
"Address of the machine that holds the keys of sealed columns instead, as host:port; its token is the key file `hsm`."
CRYPTO_PROVIDER = (
    "changqian.platform.integrations.hsm.client.from_settings"
    if HSM
    else "changqian.platform.kernel.sealed.in_software"
)
SECRET_KEY = KEYS["django"].hex()
DEBUG = os.environ.get("CHANGQIAN_DEBUG") == "1"
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [each for each in os.environ.get("ALLOWED_HOSTS", "").split(",") if each] or [
    *(urlsplit(origin).hostname or "" for origin in ORIGINS),
    *LOOPBACK,
]
"Under which names requests are answered: unless told, those that browsers open, and this machine's own."
DATABASES = {"default": database(os.environ.get("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/changqian"))}
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "changqian.platform.config.urls"
WSGI_APPLICATION = "changqian.platform.config.wsgi.application"
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "captcha",
    "axes",
    "procrastinate.contrib.django",
    "changqian.platform.kernel",
    *(module for module in MODULES if find_spec(module)),
    "changqian.platform.ledgerkit",
    *(module for module in (*SCREEN_MODULES, *INTEGRATION_MODULES, "changqian.platform.city") if find_spec(module)),
]
MIDDLEWARE = [
    "changqian.platform.config.middleware.RequestIds",
    "changqian.platform.config.middleware.Measured",
    "django.middleware.security.SecurityMiddleware",
    "changqian.platform.config.middleware.SecurityHeaders",
    "changqian.platform.config.middleware.NoNul",
    "changqian.platform.config.web.Assets",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "changqian.platform.config.limits.Limits",
    "changqian.platform.config.calls.SignedCalls",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
    }
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "changqian.platform.foundation.accounts.passwords.Strong"}]
AXES_FAILURE_LIMIT = "changqian.platform.foundation.accounts.limits.locked_after"
AXES_COOLOFF_TIME = "changqian.platform.foundation.accounts.limits.locked_for"
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
# W002: its middleware answers lockouts with pages; accounts.api says the sentence. W006: an account is locked wherever
# the guesses come from.
SILENCED_SYSTEM_CHECKS = ["axes.W002", "axes.W006"]
CAPTCHA_CHALLENGE_FUNCT = "changqian.platform.foundation.accounts.captcha.digits"
CAPTCHA_FONT_SIZE = 32
CAPTCHA_LETTER_ROTATION = (-20, 20)
CAPTCHA_NOISE_FUNCTIONS = ("captcha.helpers.noise_arcs",)

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Which cookies are Secure is decided per answer (middleware.SecurityHeaders): one machine serves http on loopback and
# https on the LAN.
CSRF_TRUSTED_ORIGINS = ORIGINS
CSRF_FAILURE_VIEW = "changqian.platform.config.errors.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_ROOT = None
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 0
LOGGING = logging_settings(os.environ.get("CHANGQIAN_LOG", "INFO").upper())
PROCRASTINATE_IMPORT_PATHS = ["changqian.platform.config.tasks"]

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "changqian.platform.foundation.clients.authentication.SignedCalls",
        "changqian.platform.foundation.accounts.authentication.BearerTokens",
        "changqian.platform.foundation.accounts.authentication.Sessions",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["changqian.platform.config.parsing.Json"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "changqian.platform.config.errors.answer_exception",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}


def pinned() -> dict[str, type[TextChoices]]:
    """`hazards.rules.Level` is `HazardsLevel` in the schema for good, whatever the next ledger calls its choices."""
    return {
        f"{module.rpartition('.')[2].title()}{name}": choices
        for module in (*MODULES, *SCREEN_MODULES, "changqian.platform.ledgerkit.duties")
        if find_spec(module) and find_spec(f"{module}.rules")
        for name, choices in vars(import_module(f"{module}.rules")).items()
        if isinstance(choices, type)
        and issubclass(choices, TextChoices)
        and choices.__members__
        and choices.__module__ == f"{module}.rules"
    }


SPECTACULAR_SETTINGS = {
    "TITLE": "常企安",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_NAME_OVERRIDES": pinned(),
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "changqian.platform.config.schema.add_labels",
    ],
}
