class RuleViolation(Exception):
    """A business rule said no. The message is shown to the user as it is; `field` names the input it concerns."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class VersionConflict(Exception):
    """The row was changed after the user read it."""

    def __init__(self) -> None:
        super().__init__("记录已被他人修改，请核对后重试")
