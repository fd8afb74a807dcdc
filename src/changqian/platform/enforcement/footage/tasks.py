from django.conf import settings

from changqian.platform.commons.gateways.rules import Kind
from changqian.platform.enforcement.footage.services import keep_marked
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic


@periodic("footage.keep", label="核对永久保存的影像", every="day", catch_up=1)
def keep_marked_footage(day: Period) -> str:
    return f"{keep_marked()} 条标注" if settings.GATEWAYS.get(Kind.VIDEO) else "没有视频网关"
