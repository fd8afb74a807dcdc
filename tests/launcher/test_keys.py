from pathlib import Path

import pytest

from changqian.launcher.errors import LauncherError
from changqian.launcher.keys import NAMES, make_keys


def test_keys_are_made_once_and_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    make_keys(folder)
    first = {name: (folder / f"{name}.key").read_text() for name in NAMES}
    assert len(set(first.values())) == len(NAMES)
    assert all(len(bytes.fromhex(text)) == 32 for text in first.values())
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    make_keys(folder, data_exists=True)
    assert first == {name: (folder / f"{name}.key").read_text() for name in NAMES}
    assert sorted(file.name for file in folder.iterdir()) == sorted(f"{name}.key" for name in NAMES)


def test_a_lost_field_key_is_not_silently_replaced(tmp_path: Path) -> None:
    make_keys(tmp_path)
    (tmp_path / "field.key").unlink()
    with pytest.raises(LauncherError, match="field.key 不见了，请从备份恢复"):
        make_keys(tmp_path, data_exists=True)
    assert not (tmp_path / "field.key").exists()


def test_a_lost_session_key_is_replaced(tmp_path: Path) -> None:
    make_keys(tmp_path)
    (tmp_path / "django.key").unlink()
    make_keys(tmp_path, data_exists=True)
    assert (tmp_path / "django.key").exists()
