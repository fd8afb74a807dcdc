"""The one kind of failure this package shows to people."""


class LauncherError(Exception):
    """A start that cannot go on; its text is one Chinese sentence that says what is wrong and what helps;
    without text where a process of ours has already said it."""
