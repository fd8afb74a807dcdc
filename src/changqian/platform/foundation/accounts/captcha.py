"""The digits in a picture that keep programs from trying passwords. Each is good for one attempt."""

import secrets
from base64 import b64encode

from captcha.models import CaptchaStore
from captcha.views import captcha_image
from django.http import HttpRequest
from django.utils import timezone

LENGTH = 4


def digits() -> tuple[str, str]:
    """A challenge for django-simple-captcha: what is drawn, and what must be typed."""
    text = "".join(secrets.choice("23456789") for _ in range(LENGTH))  # 0 and 1 look like letters
    return text, text


def draw() -> tuple[str, str]:
    """The key of a new captcha, and its picture as a data URL."""
    key = CaptchaStore.generate_key()
    picture = captcha_image(HttpRequest(), key).content
    return key, f"data:image/png;base64,{b64encode(picture).decode()}"


def solved(key: str, answer: str) -> bool:
    """Whether the answer is right. The captcha is gone afterwards either way."""
    store = CaptchaStore.objects.filter(hashkey=key, expiration__gt=timezone.now()).first()
    if store is None or not CaptchaStore.objects.filter(pk=store.pk).delete()[0]:
        return False
    return store.response == answer.strip()
