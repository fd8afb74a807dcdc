"""One picture out of a live stream: its next key frame, as JPEG."""

import asyncio
from collections.abc import Sequence
from io import BytesIO

import av

from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.media.fmp4 import Fragment, Picture
from changqian.protocols.mpegps.codecs import Codec

QUALITY = 90
UNREADABLE = Failed(
    Step.NOT_PLAYABLE, "收到了画面，但关键帧无法解码成图片", "请在设备上把视频编码改为H.264，或改用设备自身的抓拍功能"
)


class Shutter:
    """A tape that keeps one picture: the next key frame after `open`."""

    def __init__(self) -> None:
        self.init = b""
        self._key: bytes | None = None
        self._open = False
        self._failed: Failed | None = None
        self._news = asyncio.Event()

    def begin(self, picture: Picture, init: bytes) -> None:
        self.init = init

    def catch_up(self, pictures: Sequence[Fragment], sounds: Sequence[tuple[Codec, int, bytes]]) -> None:
        """What was shown before somebody wanted a picture is not what he wants."""

    def show(self, fragment: Fragment) -> None:
        if fragment.key and self._open:
            self._open, self._key = False, fragment.data
            self._news.set()

    def sound(self, codec: Codec, ticks: int, data: bytes) -> None: ...

    def end(self, failed: Failed) -> None:
        self._failed = failed
        self._news.set()

    async def next(self, seconds: float) -> bytes | None:
        """The next key frame with its init segment; None if none came in that time. Failed where the stream ended."""
        self._open = True
        try:
            async with asyncio.timeout(seconds):
                while self._key is None:
                    if self._failed:
                        raise self._failed
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return None
        data, self._key = self.init + self._key, None
        return data


def developed(film: bytes) -> bytes:
    """JPEG of the first frame; blocks. Failed where there is none."""
    try:
        with av.open(BytesIO(film), "r") as container:
            image = next(container.decode(video=0)).to_image()
    except (av.FFmpegError, StopIteration, ValueError) as error:
        raise UNREADABLE from error
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
