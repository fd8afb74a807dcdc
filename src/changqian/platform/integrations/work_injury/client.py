"""The city's data centre on the wire. It is asked and answers as the province's platform does: 待核 with its office."""

from django.conf import settings

from changqian.platform.integrations.provincial_risk.client import Platform

NOUN = "市大数据中心"


class CityData(Platform):
    def __init__(self) -> None:
        super().__init__(
            noun=NOUN, url=settings.CITY_DATA_URL, app=settings.CITY_DATA_APP, secret=settings.CITY_DATA_SECRET,
            patience=settings.CITY_DATA_TIMEOUT,
        )  # fmt: skip
