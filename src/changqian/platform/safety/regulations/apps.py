from django.apps import AppConfig


class Regulations(AppConfig):
    name = "changqian.platform.safety.regulations"
    verbose_name = "规章制度"

    def ready(self) -> None:
        from changqian.platform.foundation.files.services import kind_of, readable_through
        from changqian.platform.safety.regulations.models import Opinion, RegulationVersion, Training
        from changqian.platform.safety.regulations.services import may_read, may_read_of

        readable_through[kind_of(RegulationVersion)] = may_read
        for each in (Opinion, Training):
            readable_through[kind_of(each)] = may_read_of(each)
