"""A camera for the browser: a film of one QR code, as Chromium's fake capture device plays it."""

from io import BytesIO
from pathlib import Path

import segno
from PIL import Image

WIDTH, HEIGHT, FRAMES = 640, 480, 30


def film_of(text: str, path: Path) -> Path:
    """A Y4M film (YUV4MPEG2, 4:2:0) that shows the QR code of `text` in the middle of a grey wall."""
    drawn = BytesIO()
    segno.make(text, error="m").save(drawn, kind="png", scale=8, border=4)
    code = Image.open(drawn).convert("L").resize((360, 360))
    wall = Image.new("L", (WIDTH, HEIGHT), 190)
    wall.paste(code, ((WIDTH - 360) // 2, (HEIGHT - 360) // 2))
    frame = b"FRAME\n" + wall.tobytes() + bytes([128]) * (WIDTH * HEIGHT // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F15:1 Ip A1:1 C420jpeg\n".encode() + frame * FRAMES)
    return path


def photo(path: Path, colour: tuple[int, int, int]) -> Path:
    """A picture such as a phone takes: large, JPEG."""
    picture = Image.effect_noise((1600, 1200), 40).convert("RGB")
    picture.paste(colour, (200, 200, 900, 700))
    picture.save(path, "JPEG", quality=85)
    return path
