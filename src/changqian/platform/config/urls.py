from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, re_path

from changqian.platform.config import errors, tasks
from changqian.platform.config.health import healthz, metrics
from changqian.platform.config.ledgers import INTEGRATION_MODULES, MODULES, SCREEN_MODULES
from changqian.platform.config.web import page

RECORDS = "changqian.platform.foundation.records"
CONFIG = "changqian.platform.config"

tasks.load()
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include(f"{module}.api"))
    for module in (CONFIG, *MODULES, *SCREEN_MODULES, *INTEGRATION_MODULES)
    if module != RECORDS and find_spec(module) and find_spec(f"{module}.api")
]
urlpatterns += [
    re_path(r"^api(/.*)?$", errors.not_found),
    path("healthz", healthz),
    path("metrics", metrics),
    re_path(r"^(?P<path>.*)$", page),
]
