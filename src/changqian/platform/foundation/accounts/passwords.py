from django.core.exceptions import ValidationError

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.rules import weaknesses


class Strong:
    """Django's form of the password rule."""

    def validate(self, password: str, user: User | None = None) -> None:
        if found := weaknesses(password, user.username if user else ""):
            raise ValidationError(found)

    def get_help_text(self) -> str:
        return "8至64位，同时包含大写字母、小写字母、数字和特殊字符，不能包含账号"
