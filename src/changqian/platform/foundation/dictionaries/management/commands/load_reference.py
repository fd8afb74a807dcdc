from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction


class Command(BaseCommand):
    """Each app that is delivered with data says so by a method `load_reference() -> str` on its AppConfig."""

    help = "Brings regions, roles, dictionaries and other delivered data up to date; may be run at every start."

    def handle(self, *args: Any, **options: Any) -> None:
        for app in apps.get_app_configs():
            load = getattr(app, "load_reference", None)
            if load is not None:
                with transaction.atomic():
                    self.stdout.write(f"  {app.verbose_name}：{load()}")
