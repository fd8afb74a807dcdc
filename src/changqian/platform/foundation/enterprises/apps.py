from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "changqian.platform.foundation.enterprises"
    verbose_name = "监管标签"

    def load_reference(self) -> str:
        """The catalogue of tags and the rules that give them; what a city switched off stays off."""
        from changqian.platform.foundation.enterprises.tagging import load_tags

        kinds, rules = load_tags()
        return f"标签{kinds}种，规则{rules}条"
