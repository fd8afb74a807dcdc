"""What is wrong with what a peer sent."""


class Malformed(ValueError):
    """Not what the standard says, beyond what can be forgiven. The message says why, for the log."""


class Unsupported(Malformed):
    """A sound document of a kind that is unknown here. `root` and `command` name it, for the refusal."""

    def __init__(self, root: str, command: str) -> None:
        super().__init__(f"no document {command or '(no CmdType)'} in {root}")
        self.root = root
        self.command = command
