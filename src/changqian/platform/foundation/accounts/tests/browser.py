"""A browser as the web uses it: cookies, the CSRF token shown with each write, and nothing remembered but those."""

import json
from datetime import datetime, timedelta

from captcha.models import CaptchaStore
from django.utils import timezone
from rest_framework.test import APIClient

from changqian.platform.foundation.accounts.services import issue_link
from changqian.platform.foundation.sms.models import Message
from changqian.platform.kernel.sealed import blind

PASSWORD = "Hutang#2026"
REAL_NOW = timezone.now


class Browser(APIClient):
    def __init__(self):
        super().__init__(enforce_csrf_checks=True)
        self.get("/api/config/")

    def request(self, **kwargs):
        if token := self.cookies.get("csrftoken"):
            kwargs.setdefault("HTTP_X_CSRFTOKEN", token.value)
        return super().request(**kwargs)

    def sign_in(self, username, password=PASSWORD, **wrong):
        key = self.get("/api/captcha/").json()["key"]
        answer = CaptchaStore.objects.get(hashkey=key).response
        body = {"username": username, "password": password, "captcha_key": key, "captcha": answer, **wrong}
        return self.post("/api/session/", body)

    def lost(self, username, purpose="reset_password", **wrong):
        key = self.get("/api/captcha/").json()["key"]
        answer = CaptchaStore.objects.get(hashkey=key).response
        body = {"username": username, "purpose": purpose, "captcha_key": key, "captcha": answer, **wrong}
        return self.post("/api/session/lost/code/", body)

    def follow_link(self, user):
        return self.post("/api/session/link/", {"token": issue_link(user, actor=user, now=timezone.now())})


def shown(phone: str) -> str:
    """The code that the last message to this phone carries, while it waits to be handed over."""
    message = Message.objects.filter(phone_index=blind(phone), template__code="code").latest("pk")
    return json.loads(message.params)["code"]


class Clock:
    """The time that the views see; tests move it."""

    def __init__(self):
        self.shift = timedelta()

    def now(self) -> datetime:
        return REAL_NOW() + self.shift

    def pass_by(self, **duration):
        self.shift += timedelta(**duration)
