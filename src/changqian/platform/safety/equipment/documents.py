"""What a month's document about equipment says: the register, examinations of the month, what is overdue."""

from datetime import date, datetime

from changqian.platform.commons.documents.sources import Source
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.kernel.dates import month_end
from changqian.platform.kernel.paper import Part, table_part
from changqian.platform.safety.equipment.models import Equipment, Examination

REGISTERED = ("设备编号", "状态", "特种设备", "下次检验", "设备名称")
EXAMINED = ("检验日期", "检验类别", "结论", "检验机构", "设备名称")
MOST = 300
"Lines of one table: a register of thousands belongs into an export."


def gather(firm: Enterprise, month: date, reader: User, now: datetime) -> list[Part]:
    until = month_end(month)
    known = Equipment.objects.within(reader, "equipment.view").current()
    known = known.filter(enterprise=firm, registered_on__lte=until).order_by("number", "pk")
    done = Examination.objects.within(reader, "equipment.view").current().select_related("equipment")
    done = done.filter(enterprise=firm, examined_on__range=(month, until)).order_by("examined_on", "pk")
    late = known.filter(next_examination_on__lte=until)
    register = [
        (
            each.number,
            each.get_status_display(),
            "是" if each.special else "否",
            _day(each.next_examination_on),
            each.name,
        )
        for each in known[:MOST]
    ]
    examined = [
        (
            _day(each.examined_on),
            each.get_kind_display(),
            each.get_result_display(),
            each.institution,
            each.equipment.name,
        )
        for each in done[:MOST]
    ]
    count, special = known.count(), known.filter(special=True).count()
    cut = f"下表列前 {MOST} 台。" if count > MOST else ""
    overdue = [f"{each.number} {each.name}：应于{each.next_examination_on}前检验。" for each in late[:MOST]]
    return [
        table_part(
            "设备台账",
            f"截至月末登记设备 {count} 台，其中特种设备 {special} 台；状态为归档时的状态。{cut}",
            REGISTERED,
            register,
        ),
        table_part("本月检验", f"本月检验 {done.count()} 台次。", EXAMINED, examined),
        Part("检验到期情况", overdue or ["月末没有检验到期的设备。"]),
    ]


def _day(day: date | None) -> str:
    return str(day) if day else "—"


DOCUMENT = Source("设备设施管理月报", gather)
