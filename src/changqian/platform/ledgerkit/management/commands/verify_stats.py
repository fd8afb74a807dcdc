from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from changqian.platform.ledgerkit.duties import keeping
from changqian.platform.ledgerkit.stats import every, verify
from changqian.platform.ledgerkit.totals import adrift


class Command(BaseCommand):
    help = "比对统计事实与实时数据"

    def handle(self, *args: object, **options: object) -> None:
        today = timezone.localdate()
        wrong = {statistics.ledger: verify(statistics, today=today) for statistics in every()}
        for ledger, keys in wrong.items():
            self.stdout.write(f"{ledger}: {'一致' if not keys else f'{len(keys)} 个场所月份不一致，例如 {keys[:3]}'}")
        off = {ledger: found for ledger in wrong if (found := adrift(ledger))}
        for ledger, sums in off.items():
            self.stdout.write(f"{ledger}: {len(sums)} 个地区合计与事实不一致，例如 {sums[:3]}")
        stood = {duty.name: keeping.adrift(duty, today=today) for duty in keeping.every()}
        for duty, firms in stood.items():
            self.stdout.write(f"{duty}: {'一致' if not firms else f'{len(firms)} 家企业不一致，例如 {firms[:3]}'}")
        if off or any(wrong.values()) or any(stood.values()):
            raise CommandError("统计事实与实时数据不一致")
