"""Two elements go out, yes or no comes back. Signed as the gateway for short messages is (`kernel/signed.py`)."""

from django.conf import settings

from changqian.platform.kernel.signed import NotNow, SignedClient

CHANNEL = "省实名核验服务"


class RealName:
    channel = CHANNEL

    def __init__(self) -> None:
        self.client = SignedClient(
            "实名核验服务", settings.REAL_NAME_URL, settings.REAL_NAME_APP, settings.REAL_NAME_SECRET
        )

    def matches(self, *, name: str, id_number: str) -> bool:
        """NotNow if the register does not answer."""
        answer = self.client.post("/verify", {"name": name, "id_number": id_number})
        if answer.get("result") not in ("match", "mismatch", "unknown"):
            raise NotNow("实名核验服务的回答无法识别")
        return bool(answer["result"] == "match")
