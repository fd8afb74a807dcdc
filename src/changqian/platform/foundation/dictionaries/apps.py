from django.apps import AppConfig


class Dictionaries(AppConfig):
    name = "changqian.platform.foundation.dictionaries"
    verbose_name = "数据字典"

    def load_reference(self) -> str:
        """Called by the command load_reference."""
        from changqian.platform.foundation.dictionaries.models import Scheme
        from changqian.platform.foundation.dictionaries.services import load_dictionaries

        done = load_dictionaries()
        return f"{Scheme.objects.count()} 部字典" + (f"，更新 {done.items} 项" if done.items else "，无变化")
