from importlib.util import find_spec

from django.urls import include, path

from changqian.platform.config.ledgers import MODULES, SCREEN_MODULES

RECORDS = "changqian.platform.foundation.records"

urlpatterns = [
    path("api/", include(f"{module}.api"))
    for module in (*MODULES, *SCREEN_MODULES)
    if module != RECORDS and find_spec(module) and find_spec(f"{module}.api")
]
