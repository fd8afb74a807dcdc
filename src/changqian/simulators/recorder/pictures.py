"""Pictures that can be checked: something moves, a clock runs, and the number of the frame can be read by a machine.

The number stands in the upper left, in a strip of blocks from left to right: white, black, 16 bits with the highest
first, and one that makes the count of white ones even. A block is a fortieth of the width.
"""

from collections.abc import Sequence
from functools import cache
from math import cos, pi, sin
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

RATE = 25
BITS = 16
STRIP = 2 + BITS + 1
FONTS = Path("/usr/share/fonts")
DARKER = 48
"The least difference between white and black that is read."

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@cache
def _font(size: int) -> Font:
    """One that has Chinese, or the one that comes with Pillow."""
    found = sorted(FONTS.rglob("NotoSansCJK-Regular.*"))
    return ImageFont.truetype(str(found[0]), size) if found else ImageFont.load_default(size)


def bits_of(number: int) -> list[bool]:
    """The blocks of the strip, True for white."""
    bits = [bool(number >> place & 1) for place in reversed(range(BITS))]
    return [True, False, *bits, sum(bits) % 2 == 1]


class Scene:
    """What all frames of one size have in common is drawn once."""

    def __init__(self, width: int, height: int, lines: Sequence[str]) -> None:
        self.size = width, height
        self.block = width // 40
        self._back = self._background(lines)
        self._font = _font(max(10, height // 20))

    def frame(self, number: int, clock: str) -> Image.Image:
        picture = self._back.copy()
        draw = ImageDraw.Draw(picture)
        width, height = self.size
        angle = 2 * pi * number / 100
        radius = height // 12
        x, y = width // 2 + cos(angle) * width / 4, height // 2 + sin(2 * angle) * height / 6
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(235, 94, 40))
        bar = number % 50 * width // 50
        draw.rectangle((bar, height * 3 // 4, bar + self.block, height * 4 // 5), fill=(40, 200, 120))
        for place, white in enumerate(bits_of(number)):
            left = place * self.block
            colour = (255, 255, 255) if white else (0, 0, 0)
            draw.rectangle((left, 0, left + self.block - 1, self.block - 1), fill=colour)
        draw.text((self.block, self.block + 4), clock, font=self._font, fill=(255, 255, 0))
        return picture

    def _background(self, lines: Sequence[str]) -> Image.Image:
        width, height = self.size
        picture = Image.new("RGB", self.size)
        draw = ImageDraw.Draw(picture)
        for place in range(8):
            shade = 40 + 12 * place
            area = (0, place * height // 8, width, (place + 1) * height // 8)
            draw.rectangle(area, fill=(shade // 2, shade, shade + 20))
        size = max(10, height // 20)
        for place, line in enumerate(lines):
            below = height - (len(lines) - place) * (size + 6) - 4
            draw.text((self.block, below), line, font=_font(size), fill=(255, 255, 255))
        return picture


def number_in(luma: bytes, stride: int, width: int) -> int | None:
    """The number in a decoded picture, by its luma plane; None where it cannot be read."""
    block = width // 40
    middle = block // 2 * stride
    levels = [luma[middle + place * block + block // 2] for place in range(STRIP)]
    if levels[0] - levels[1] < DARKER:
        return None
    threshold = (levels[0] + levels[1]) // 2
    bits = [level > threshold for level in levels[2:]]
    if sum(bits) % 2:
        return None
    return int("".join("01"[bit] for bit in bits[:BITS]), 2)
