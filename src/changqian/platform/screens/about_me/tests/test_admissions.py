"""What an applicant showed is among what he reads about himself: masked, whole only when he asks for it whole."""

from django.utils import timezone

from changqian.platform.commons.joining.tests.conftest import person as person
from changqian.platform.commons.professionals.tests.conftest import applied as applied
from changqian.platform.commons.professionals.tests.conftest import picture as picture
from changqian.platform.screens.about_me.reading import about


def told(user, *, whole):
    parts = about(user, whole=whole, now=timezone.now())
    [part] = [part for part in parts if part.title.startswith("入驻申请")]
    assert part.title == "入驻申请：专家"
    return {fact.label: fact.value for fact in part.facts}


def test_an_application_is_among_what_is_kept_about_him(cast, person, applied):
    li = person("李明华")
    number = applied(li).certificate_no
    masked = told(li, whole=False)
    assert (masked["单位"], masked["职称或职业资格"]) == ("常州化工研究院", "高级工程师")
    assert number not in str(masked)
    assert masked["证书编号"].endswith(number[-4:])
    assert told(li, whole=True)["证书编号"] == number
    other = about(person("王建国"), whole=True, now=timezone.now())
    assert not [part for part in other if part.title.startswith("入驻申请")]
