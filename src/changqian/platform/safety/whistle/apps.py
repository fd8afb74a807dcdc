from django.apps import AppConfig


class Whistle(AppConfig):
    name = "changqian.platform.safety.whistle"
    verbose_name = "吹哨奖"

    def ready(self) -> None:
        from changqian.platform.commons.documents.sources import sources
        from changqian.platform.foundation.files.services import kind_of, readable_through
        from changqian.platform.foundation.notices.services import told_apart
        from changqian.platform.safety.whistle.documents import DOCUMENT
        from changqian.platform.safety.whistle.models import WhistleIdentity, WhistleReport
        from changqian.platform.safety.whistle.news import KIND, unseen
        from changqian.platform.safety.whistle.services import may_hear, may_see

        readable_through[kind_of(WhistleReport)] = may_see
        readable_through[kind_of(WhistleIdentity)] = may_hear
        told_apart[KIND] = unseen
        sources["whistle"] = DOCUMENT
