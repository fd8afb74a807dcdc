"""What counts as a picture, however it comes."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from changqian.gateways.video.snapshots import pictures
from changqian.gateways.video.snapshots.pictures import Look, NotAPicture, looked_at, pictures_in


def made(kind: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    out = BytesIO()
    Image.effect_noise(size, 50).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "ending"), [("JPEG", "jpg"), ("PNG", "png")])
def test_a_picture_is_known_by_what_is_in_it(kind: str, ending: str) -> None:
    assert looked_at(made(kind)) == Look(ending, 64, 48)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_one_that_was_cut_off_on_its_way_is_none(kind: str) -> None:
    data = made(kind)
    with pytest.raises(NotAPicture, match="不完整"):
        looked_at(data[: len(data) // 2])


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<html>", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_other_things_are_none(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        looked_at(data)


def test_one_that_would_fill_the_memory_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 3000)
    with pytest.raises(NotAPicture, match="像素"):
        looked_at(made("PNG"))
    monkeypatch.setattr(pictures, "LARGEST", 100)
    with pytest.raises(NotAPicture, match="大于"):
        looked_at(made("PNG"))


def test_in_a_form_it_is_the_part_that_begins_like_one() -> None:
    data = made()
    form = (
        b'--xy\r\nContent-Disposition: form-data; name="SessionID"\r\n\r\n0123\r\n'
        b'--xy\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    )
    body = form + data + b"\r\n--xy--\r\n"
    assert pictures_in(body, 'multipart/form-data; boundary="xy"') == [data]
    assert pictures_in(body, "Multipart/Form-Data;boundary=xy") == [data]
    assert pictures_in(body, "multipart/form-data") == []
    assert pictures_in(data, "application/octet-stream") == [data]


@given(st.binary(max_size=200), st.text(max_size=60))
def test_whatever_comes_is_a_picture_or_none(body: bytes, kind: str) -> None:
    for each in pictures_in(body, f"multipart/{kind}"):
        with pytest.raises(NotAPicture):
            looked_at(each)
