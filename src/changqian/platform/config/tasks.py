"""What the worker does by itself. Loaded by Procrastinate (settings.PROCRASTINATE_IMPORT_PATHS) and with the URLs."""

from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

from captcha.models import CaptchaStore
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from changqian.platform.config import subscriptions
from changqian.platform.config.ledgers import INTEGRATION_MODULES, MODULES
from changqian.platform.foundation.accounts.services import forget_used
from changqian.platform.foundation.accounts.sessions import end_idle
from changqian.platform.foundation.audit.heads import export_head
from changqian.platform.foundation.audit.services import seal
from changqian.platform.foundation.enterprises.census import recount
from changqian.platform.foundation.files.services import sweep as sweep_files
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import forget, loop, periodic
from changqian.platform.foundation.notices.digests import tell_digests
from changqian.platform.foundation.notices.phones import send_waiting
from changqian.platform.foundation.parameters.services import value
from changqian.platform.foundation.records.services import forget_taken
from changqian.platform.foundation.sms.services import forget as forget_messages
from changqian.platform.foundation.sms.tasks import receipts
from changqian.platform.kernel.dates import add_months
from changqian.platform.ledgerkit import partitions
from changqian.platform.ledgerkit.duties import keeping
from changqian.platform.ledgerkit.stats import every, recompute, turn

AT_ONCE = 1000
"Keys recomputed in one transaction."


def load() -> None:
    """Importing registers the tasks, those of ledgers and integrations too; the listeners are registered here."""
    for module in (*MODULES, *INTEGRATION_MODULES):
        if find_spec(module) and find_spec(f"{module}.tasks"):
            import_module(f"{module}.tasks")
    subscriptions.load()


load()


@loop("audit.seal", label="封存审计记录", seconds=1)
def seal_audit() -> int:
    return seal()


@loop("stats.recompute", label="更新统计", seconds=5)
def recompute_statistics() -> int:
    return sum(recompute(each, today=timezone.localdate(), limit=AT_ONCE) for each in every())


@loop("duties.judge", label="更新应办事项", seconds=2)
def judge_duties() -> int:
    return keeping.turn(today=timezone.localdate())


@loop("enterprises.census", label="清点企业", seconds=30)
def recount_enterprises() -> int:
    return recount()


@loop("accounts.idle", label="结束无人操作的会话", seconds=20)
def end_idle_sessions() -> int:
    return end_idle(now=timezone.now())


@loop("sms.receipts", label="查询短信回执", seconds=5)
def fetch_sms_receipts() -> int:
    return receipts()


@loop("notices.sms", label="发送短信提醒", seconds=30)
def send_waiting_sms() -> int:
    return send_waiting(now=timezone.now())


@periodic("notices.digest", label="每日消息汇总", every="day", at=timedelta(hours=8), catch_up=1)
def tell_the_day(day: Period) -> str:
    """What people wanted to hear of once a day; before the office opens."""
    return f"汇总给 {tell_digests(day.name, now=timezone.now())} 人"


@periodic("stats.turn", label="到期转逾期", every="day", at=timedelta(minutes=2))
def turn_statistics(day: Period) -> str:
    """Rows whose day fell on the day before are overdue from today on, without a write."""
    today = day.begin.date()
    for each in every():
        turn(each, since=today - timedelta(days=1), today=today)
    return f"{len(every())} 个台账"


@periodic("audit.head", label="导出审计链摘要", every="day", at=timedelta(minutes=5), catch_up=1)
def export_audit_head(day: Period) -> str:
    return export_head(day.name)


@periodic("sweep", label="清理过期数据", every="day", at=timedelta(hours=3), catch_up=1)
def sweep(day: Period) -> str:
    now = timezone.now()
    CaptchaStore.remove_expired()
    call_command("clearsessions")
    apps.get_model("axes.AccessAttempt").objects.filter(attempt_time__lt=now - timedelta(days=180)).delete()
    count = forget_used(now=now) + forget(before=now - timedelta(days=value("jobs.keep_days")))
    count += forget_messages(before=now - timedelta(days=200)) + forget_taken(now=now)
    return f"清理 {count} 条"


@periodic("files.sweep", label="清理未使用的上传文件", every="day", at=timedelta(hours=3, minutes=30), catch_up=1)
def sweep_uploads(day: Period) -> str:
    """What nobody attached within a day."""
    return f"清理 {sweep_files(timezone.now())} 个文件"


@periodic("partitions.ensure", label="准备月分区", every="day", at=timedelta(minutes=1), catch_up=1)
def prepare_partitions(day: Period) -> str:
    """This month's and the next two, so that the first of a month finds its partition; and what the planner knows."""
    months = [add_months(day.begin.date(), ahead) for ahead in range(3)]
    made = [name for model in partitions.every() for name in partitions.ensure_partitions(model, months)]
    for model in partitions.every():
        partitions.analyze(model)
    return "、".join(made) or "已齐备"
