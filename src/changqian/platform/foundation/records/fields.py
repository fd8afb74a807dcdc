"""How sealed columns enter the trail. The columns themselves are the kernel's: users and messages have them too."""

from changqian.platform.kernel.sealed import EmbeddedField as EmbeddedField
from changqian.platform.kernel.sealed import MaskedField as MaskedField
from changqian.platform.kernel.sealed import SealedField as SealedField
from changqian.platform.kernel.sealed import blind as blind
from changqian.platform.kernel.sealed import blinds as blinds
from changqian.platform.kernel.sealed import masked as masked
from changqian.platform.kernel.sealed import sealer as sealer


def for_audit(field: object, value: object) -> object:
    """Sealed values enter the trail as ciphertext."""
    return field.get_prep_value(value) if isinstance(field, SealedField) else value
