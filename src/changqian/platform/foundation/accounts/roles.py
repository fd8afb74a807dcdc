"""The roles the platform is delivered with, and what each may do. A city edits them afterwards.

Per ledger, one line says who does what (domain §14). Bounds (region, department, enterprise) come from the assignment.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivered:
    code: str
    name: str
    home: str
    permissions: frozenset[str]


def may(ledger: str, *steps: str) -> frozenset[str]:
    return frozenset(f"{ledger}.{step}" for step in steps)


VIEWS = frozenset(f"{ledger}.view" for ledger in ("enterprises", "people", "hazards", "checks", "codes", "risks"))
"Everybody with a role sees these ledgers, within the bounds."

ROLES = (
    Delivered("worker", "岗位从业人员", "mobile", VIEWS),
    Delivered("officer", "企业安管员", "desktop", VIEWS),
    Delivered("principal", "企业主要负责人", "desktop", VIEWS),
    Delivered("town", "镇街安监员", "desktop", VIEWS),
    Delivered("district", "区级应急部门", "desktop", VIEWS),
    Delivered("city", "市级应急部门", "desktop", VIEWS),
    Delivered("bureau", "行业主管部门", "desktop", VIEWS),
    Delivered("expert", "专家", "desktop", may("enterprises", "view") | may("hazards", "view")),
    Delivered("sysadmin", "系统管理员", "desktop", frozenset()),
    Delivered("secadmin", "安全保密管理员", "desktop", frozenset()),
    Delivered("auditor", "安全审计员", "desktop", may("audit", "view", "export")),
    Delivered("screen", "大屏", "desktop", VIEWS),
)
