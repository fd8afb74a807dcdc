"""The one kind of failure this package shows to people, and the words for what a machine refuses."""

import errno

REASONS = {
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.ENOTDIR: "上级路径不是目录",
    errno.EEXIST: "同名文件已存在",
    errno.EIO: "磁盘读写出错",
}
DISK_FULL = "No space left on device"
"How the C library, and so PostgreSQL, says it."


class LauncherError(Exception):
    """A start that cannot go on; its text is one Chinese sentence that says what is wrong and what helps;
    without text where a process of ours has already said it."""


def reason(error: OSError) -> str:
    return REASONS.get(error.errno or 0) or error.strerror or str(error)
