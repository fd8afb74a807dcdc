import gc
import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from changqian.platform.config.counters import share_metrics

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "changqian.platform.config.settings")
if "CHANGQIAN_DATA" in os.environ:  # before anything imports prometheus_client, which looks once
    share_metrics(Path(os.environ["CHANGQIAN_DATA"]) / "run" / "metrics")
application = get_wsgi_application()
assert get_resolver().url_patterns  # Everything is imported before somebody waits for it,
gc.freeze()  # and is never looked through again: a full collection took as long as several requests.
gc.set_threshold(20_000, 20, 20)
