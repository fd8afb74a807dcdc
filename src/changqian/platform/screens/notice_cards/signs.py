"""Safety signs of a notice card: which ones an accident type asks for, and how they are drawn. Pure.

Shapes, colours and the order 警告→禁止→指令→提示 follow GB 2894-2025; the pictograms are our own drawings of what the
standard describes. Which accident asks for which sign is no rule of law but what signs are for. 待核
"""

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.db.models import TextChoices

DATA = Path(__file__).with_name("data") / "signs.json"
MOST = 8
"Signs on one card: two rows. More are not read."


class SignKind(TextChoices):
    """In the order they hang side by side. (GB 2894-2025)"""

    WARNING = "warning", "警告"
    PROHIBITION = "prohibition", "禁止"
    MANDATORY = "mandatory", "指令"
    PROMPT = "prompt", "提示"


FRAMES = {
    SignKind.WARNING: '<path d="M50 6 L96 88 H4 Z" fill="#FFD100"'
    ' stroke="#111" stroke-width="6" stroke-linejoin="round"/>'
    '<g transform="translate(50 61) scale(.46) translate(-50 -50)" fill="#111" stroke="#111">{glyph}</g>',
    SignKind.PROHIBITION: '<circle cx="50" cy="50" r="44" fill="#fff"/>'
    '<g transform="translate(50 50) scale(.56) translate(-50 -50)" fill="#111" stroke="#111">{glyph}</g>'
    '<circle cx="50" cy="50" r="43" fill="none" stroke="#C8102E" stroke-width="9"/>'
    '<path d="M20 20 L80 80" stroke="#C8102E" stroke-width="9"/>',
    SignKind.MANDATORY: '<circle cx="50" cy="50" r="47" fill="#0B4EA2"/>'
    '<g transform="translate(50 50) scale(.64) translate(-50 -50)" fill="#fff" stroke="#fff">{glyph}</g>',
    SignKind.PROMPT: '<rect x="4" y="4" width="92" height="92" rx="4" fill="#00843D"/>'
    '<g transform="translate(50 50) scale(.72) translate(-50 -50)" fill="#fff" stroke="#fff">{glyph}</g>',
}


@lru_cache
def table() -> dict[str, dict[str, str]]:
    """`{code: {kind, name, glyph}}`; a glyph is SVG on a square of 100, drawn in the colour of its frame."""
    return dict(json.loads(DATA.read_text())["signs"])


@lru_cache
def asked_by() -> dict[str, list[str]]:
    """The signs by accident type, of GB 6441-1986 and of GB 6441-2025."""
    return dict(json.loads(DATA.read_text())["accidents"])


@lru_cache
def svg(code: str) -> str:
    sign = table()[code]
    body = FRAMES[SignKind(sign["kind"])].format(glyph=sign["glyph"])
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{body}</svg>'


def signs_for(accident_types: Iterable[str]) -> list[str]:
    """Codes of the signs, each once, in the order of their kinds; among one kind as the accidents come.

    Without a known accident the card warns in general. At most MOST: of the warnings none is left out for others.
    """
    asked = [code for each in accident_types for code in asked_by().get(each, ())] or ["careful"]
    order = list(SignKind)
    found = sorted(dict.fromkeys(asked), key=lambda code: order.index(SignKind(table()[code]["kind"])))
    return found[:MOST]
