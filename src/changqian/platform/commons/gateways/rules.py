"""Which gateways there are."""

from django.db.models import TextChoices


class Kind(TextChoices):
    VIDEO = "video", "视频网关"
    VOICE = "voice", "语音网关"
