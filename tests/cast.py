"""The cast: who they are, and their rows, made once by the services and laid again as they were for every test.

湖塘机械厂 lies in 武进区湖塘镇; 青龙纺织 in 天宁区 is its rival; 溧阳 supervises neither; the city sees all.

Making the cast takes a quarter of a second, which two thousand tests paid; laying its rows takes some milliseconds.
"""

from copy import deepcopy
from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.db import connection, transaction

TOLD_BY_TRIGGERS = "ledgerkit_touched"
"Laying the other rows fills it."


class Cast:
    """One database's cast. Every test gets objects of its own."""

    def __init__(self) -> None:
        self.people: SimpleNamespace | None = None
        self.rows: dict[str, tuple[str, bytes]] = {}

    def enter(self) -> SimpleNamespace:
        """The cast in the database as it is, which holds nothing of it yet."""
        if self.people is None:
            before = _filled()
            people = build()
            connection.check_constraints()
            for table, count in _filled().items():
                if count != before.get(table, 0) and table != TOLD_BY_TRIGGERS:
                    assert table not in before, f"{table}: rows of the cast cannot be told from those that were there"
                    self.rows[table] = _columns(table), _taken(table)
            self.people = deepcopy(people)
            return people
        with transaction.atomic(), connection.cursor() as cursor:
            for table, (columns, rows) in self.rows.items():
                with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
                    copy.write(rows)
        return deepcopy(self.people)


def _filled() -> dict[str, int]:
    """The tables that hold rows, and how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p') AND NOT relispartition"
        )
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables))
        return {table: count for table, count in cursor.fetchall() if count}


def _columns(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [f'"{table}"'],
        )
        return str(cursor.fetchone()[0])


def _taken(table: str) -> bytes:
    rows = f'SELECT {_columns(table)} FROM "{table}"'
    with connection.cursor() as cursor, cursor.copy(f"COPY ({rows}) TO STDOUT") as copy:
        return b"".join(bytes(chunk) for chunk in copy)


def build() -> SimpleNamespace:
    """Everybody by name, and where they belong."""
    from changqian.platform.foundation.accounts.models import Assignment, Role, User
    from changqian.platform.foundation.accounts.services import load_roles, platform
    from changqian.platform.foundation.enterprises.models import Department
    from changqian.platform.foundation.enterprises.services import open_site, register_enterprise
    from changqian.platform.foundation.regions.services import plant

    load_roles()
    system = platform()
    city = plant("320400", "常州市", kind="city")
    wujin, tianning, liyang = (
        plant(code, name, kind="district", under=city)
        for code, name in [("320412", "武进区"), ("320402", "天宁区"), ("320481", "溧阳市")]
    )
    hutang = plant("320412100", "湖塘镇", kind="town", under=wujin)
    niutang = plant("320412102", "牛塘镇", kind="town", under=wujin)
    qinglong = plant("320402002", "青龙街道", kind="town", under=tianning)
    licheng = plant("320481002", "溧城街道", kind="town", under=liyang)

    machinery, housing = (Department.objects.create(name=name, created_by=system) for name in ["工信局", "住建局"])
    firm = register_enterprise(
        actor=system,
        uscc="91320412567890120K",
        name="常州湖塘机械厂有限公司",
        region=hutang,
        industry="C3484",
        high_risk=True,
        department=machinery,
    )
    rival = register_enterprise(
        actor=system, uscc="91320402456789011K", name="常州青龙纺织有限公司", region=qinglong, industry="C1711"
    )
    site = open_site(actor=system, enterprise=firm, region=hutang, name="一号车间", lon=119.95, lat=31.72)
    rival_site = open_site(actor=system, enterprise=rival, region=qinglong, name="织造车间", lon=119.99, lat=31.80)

    def user(username: str, name: str, *assignments: tuple[str, dict[str, object]], **fields: object) -> User:
        person = User.objects.create(username=username, name=name, **fields)
        for role, bounds in assignments:
            Assignment.objects.create(user=person, role=Role.objects.get(code=role), **bounds)
        return person

    Role.objects.create(code="idle", name="无权", permissions=[])
    return SimpleNamespace(
        platform=system,
        city_region=city,
        wujin_region=wujin,
        tianning_region=tianning,
        liyang_region=liyang,
        hutang=hutang,
        niutang=niutang,
        qinglong=qinglong,
        licheng=licheng,
        enterprise=firm,
        site=site,
        rival=rival,
        rival_site=rival_site,
        officer=user("officer", "陈安全", ("officer", {"enterprise": firm})),
        principal=user("principal", "周立新", ("principal", {"enterprise": firm})),
        worker=user("worker", "王小虎", ("worker", {"enterprise": firm})),
        rival_officer=user("rival", "钱青", ("officer", {"enterprise": rival})),
        town=user("town", "湖塘镇安监员", ("town", {"region": hutang})),
        wujin=user("district", "武进区应急局", ("district", {"region": wujin})),
        liyang=user("liyang", "溧阳市应急局", ("district", {"region": liyang})),
        city=user("city", "市应急局", ("city", {"region": city})),
        bureau=user("bureau", "工信局", ("bureau", {"department": machinery})),
        other_bureau=user("other_bureau", "住建局", ("bureau", {"department": housing})),
        author=user("author", "武进区网格员", ("town", {"region": wujin, "own_only": True})),
        two_roles=user("two_roles", "钱兼职", ("officer", {"enterprise": rival}), ("district", {"region": wujin})),
        expert=user("expert", "专家组长", ("expert", {"region": city})),
        auditor=user("auditor", "审计员", ("auditor", {"region": city})),
        sysadmin=user("sysadmin", "系统管理员", ("sysadmin", {"region": city})),
        secadmin=user("secadmin", "保密管理员", ("secadmin", {"region": city})),
        clerk=user("clerk", "无权人员", ("idle", {"enterprise": firm})),
        nobody=user("nobody", "无角色"),
        dismissed=user("dismissed", "已离职", ("officer", {"enterprise": firm}), is_active=False),
        today=date(2026, 3, 16),
        now=datetime(2026, 3, 16, 10, tzinfo=ZoneInfo("Asia/Shanghai")),
    )
