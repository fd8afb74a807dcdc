from django.apps import AppConfig


class WorkInjury(AppConfig):
    name = "changqian.platform.integrations.work_injury"
    verbose_name = "市大数据中心"

    def ready(self) -> None:
        from changqian.platform.integrations.work_injury.services import join_exchange

        join_exchange()
