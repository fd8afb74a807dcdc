from django.apps import AppConfig


class Regions(AppConfig):
    name = "changqian.platform.foundation.regions"
    verbose_name = "行政区划"

    def load_reference(self) -> str:
        """Called by the command load_reference."""
        from changqian.platform.foundation.regions.services import load_regions

        planted, changed = load_regions()
        return f"新增 {planted} 个区划，更新 {changed} 个" if planted or changed else "区划无变化"
