"""What stands between a bare machine and a start, each named in one sentence."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from changqian.launcher import bootstrap
from changqian.launcher.bootstrap import BootstrapError


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout, so that nothing of ours is touched."""
    for name, path in (
        ("ROOT", "."),
        ("VENV", ".venv"),
        ("WEB", "web"),
        ("STATE", ".state"),
        ("LOG", ".state/bootstrap.log"),
        ("NODE_FALLBACK", ".venv/node"),
    ):
        monkeypatch.setattr(bootstrap, name, tmp_path / path)
    for app in ("desktop", "mobile", "screen"):
        (tmp_path / "web" / "dist" / app).mkdir(parents=True)
        (tmp_path / "web" / "dist" / app / "index.html").touch()
    (tmp_path / "web" / "package.json").write_text("{}")
    (tmp_path / "web" / "package-lock.json").write_text("{}")
    return tmp_path


def failing(output: str) -> list[str]:
    return [sys.executable, "-c", f"import sys; sys.exit({output!r})"]


@pytest.mark.parametrize(
    "output",
    [
        "Temporary failure in name resolution",
        "error sending request for url",
        "npm error code ENOTFOUND",
        "[Errno 111] Connection refused",
    ],
)
def test_no_network(tree: Path, output: str) -> None:
    with pytest.raises(BootstrapError, match="安装网页依赖失败：无法访问软件源，首次启动需要网络"):
        bootstrap._run(failing(output), "安装网页依赖")
    assert output in (tree / ".state" / "bootstrap.log").read_text()


def test_another_failure_shows_its_last_line(tree: Path) -> None:
    with pytest.raises(BootstrapError, match="构建网页失败：TS2304: Cannot find name（详见"):
        bootstrap._run(failing("TS2304: Cannot find name"), "构建网页")


def test_disk_full(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=1 << 20))
    with pytest.raises(BootstrapError, match="磁盘空间不足"):
        bootstrap._run(failing("No space left on device"), "安装 Python 依赖")


def test_the_web_is_built_only_when_its_sources_changed(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(bootstrap, "_node_path", dict)

    def record(command: list[str], what: str, *rest: object, **options: object) -> None:
        ran.append(" ".join(command[:3]))
        (tree / "web" / "node_modules").mkdir(exist_ok=True)
        (tree / "web" / "node_modules" / ".package-lock.json").touch()

    monkeypatch.setattr(bootstrap, "_run", record)
    bootstrap.web()
    assert ran == ["npm ci --no-audit", "npm run build"]
    bootstrap.web()
    (tree / "web" / "App.test.ts").write_text("test('it')")
    bootstrap.web()
    assert len(ran) == 2
    (tree / "web" / "App.vue").write_text("<template/>")
    bootstrap.web()
    assert ran[2:] == ["npm run build"]
    (tree / "web" / "dist" / "mobile" / "index.html").unlink()
    bootstrap.web()
    assert ran[3:] == ["npm run build"]


def test_it_runs_with_the_standard_library_alone() -> None:
    file = str(Path(bootstrap.__file__))
    said = subprocess.run([sys.executable, "-I", "-S", file, "nonsense"], capture_output=True, text=True)
    assert said.returncode == 2
    assert "bootstrap.py env run|dev" in said.stderr
