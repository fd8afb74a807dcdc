from django.db.models import TextChoices


class Kind(TextChoices):
    CITY = "city", "市"
    DISTRICT = "district", "区县"
    FUNCTIONAL_ZONE = "functional_zone", "功能区"
    TOWN = "town", "镇街"
    VILLAGE = "village", "村社区"
