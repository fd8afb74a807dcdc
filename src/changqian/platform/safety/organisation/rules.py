"""What a safety organisation is, and what may stand below what. Pure: no database, no clock. (domain §1.6)"""

from collections.abc import Iterator, Mapping

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation

DEEPEST = 6
"Levels of a tree: what is deeper can be read neither on a sheet nor on a phone. A number of ours."


class Kind(TextChoices):
    """分类. The first two are what 安全生产法第二十四条 calls 安全生产管理机构; the others carry out its work."""

    COMMITTEE = "committee", "安全生产委员会（领导小组）"
    SAFETY = "safety", "安全生产管理机构"
    DEPARTMENT = "department", "职能部门"
    WORKSHOP = "workshop", "生产车间"
    TEAM = "team", "生产班组"
    OTHER = "other", "其他"


class Grade(TextChoices):
    """分级."""

    COMPANY = "company", "企业级"
    WORKSHOP = "workshop", "车间级"
    TEAM = "team", "班组级"


class Headed(TextChoices):
    """Whether there is somebody who answers for it."""

    YES = "yes", "有负责人"
    NO = "no", "缺负责人"


class Step(TextChoices):
    EDIT = "edit", "修改机构"
    MOVE = "move", "调整上级机构"
    END = "end", "撤销机构"


GRADE_OF = {
    Kind.COMMITTEE: Grade.COMPANY,
    Kind.SAFETY: Grade.COMPANY,
    Kind.WORKSHOP: Grade.WORKSHOP,
    Kind.TEAM: Grade.TEAM,
}
"Classes that have one grade only; departments and others may have any."


def refuse_grade(kind: str, grade: str) -> None:
    only = GRADE_OF.get(Kind(kind))
    if only and grade != only:
        raise RuleViolation(f"{Kind(kind).label}应为{only.label}", field="grade")


def refuse_below(grade: str, *, above: str) -> None:
    """RuleViolation for what would stand above its superior: a department below a team."""
    ranks = list(Grade)
    if ranks.index(Grade(grade)) < ranks.index(Grade(above)):
        raise RuleViolation(f"{Grade(grade).label}机构不能隶属于{Grade(above).label}机构", field="parent")


def refuse_place(pk: int | None, parent: int | None, parents: Mapping[int, int | None]) -> None:
    """RuleViolation for an organisation that would stand below itself, or too deep. `parents` is the tree as it is."""
    above = list(_upwards(parent, parents))
    if pk is not None and pk in above:
        raise RuleViolation("上级机构不能是它自己或它的下级机构", field="parent")
    below = 1 if pk is None else max(_depths(pk, parents))
    if len(above) + below > DEEPEST:
        raise RuleViolation(f"机构最多分{DEEPEST}层，请减少层级", field="parent")


def _upwards(pk: int | None, parents: Mapping[int, int | None]) -> Iterator[int]:
    while pk is not None:
        yield pk
        pk = parents.get(pk)


def _depths(pk: int, parents: Mapping[int, int | None]) -> Iterator[int]:
    """How far below `pk` each of its organisations stands, itself at 1."""
    yield 1
    for each, above in parents.items():
        if above == pk:
            yield from (1 + depth for depth in _depths(each, parents))
