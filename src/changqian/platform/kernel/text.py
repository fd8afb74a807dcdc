"""Search that forgives: width, case and spaces do not matter."""

import unicodedata


def normal(text: str) -> str:
    """Half-width, upper case, without spaces: how texts are compared."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def bigrams(text: str) -> list[str]:
    """The distinct pairs of neighbouring characters, sorted; one character stands for itself."""
    clean = normal(text)
    return sorted({clean[at : at + 2] for at in range(len(clean) - 1)} or set(clean))


def bigrams_and_letters(text: str) -> list[str]:
    """What is stored for a text: its pairs and also its single characters, so that one character finds something."""
    return sorted({*bigrams(text), *normal(text)})
