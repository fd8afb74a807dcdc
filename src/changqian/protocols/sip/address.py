"""Who: a display name, a URI and parameters, as in From, To, Contact, Route, Refer-To (RFC 3261 §20.10, §25.1)."""

import re
from dataclasses import dataclass, replace
from typing import Self

from changqian.protocols.sip.grammar import BLANK, QUOTED, Malformed, Params, quote, split, unquote
from changqian.protocols.sip.uri import WILDCARD, Uri

_QUOTED = re.compile(QUOTED, re.DOTALL)
# Bare names are tokens by the letter of the grammar; cameras send 中文 and phones "a@b". What cannot be mistaken for
# structure is taken, and printed with quotes.
_BARE = re.compile(r'[^<>",;]*')


@dataclass(frozen=True, slots=True)
class Address:
    uri: Uri
    display_name: str = ""
    params: Params = Params()

    @classmethod
    def parse(cls, text: str) -> Self:
        """`"Name" <uri>;params` or `uri;params`. Without brackets the parameters are the header's, and there can be no
        question mark (RFC 3261 §20.10)."""
        text = text.strip(BLANK)
        split(text, ";")  # Malformed if a quote or bracket is left open.
        name = (_QUOTED if text.startswith('"') else _BARE).match(text)
        rest = text[name.end() :].lstrip(BLANK) if name else text
        if name and rest.startswith("<"):
            uri, _, params = rest[1:].partition(">")
            params = params.strip(BLANK)
            if params and not params.startswith(";"):
                raise Malformed(f"something follows the bracket: {params[:40]!r}")
            return cls(Uri.parse(uri.strip(BLANK)), unquote(name[0].strip(BLANK)), Params.parse(params))
        uri, _, params = text.partition(";")
        uri = uri.strip(BLANK)
        if "?" in uri or "," in uri:
            raise Malformed("a URI with ? or , and without brackets")
        return cls(WILDCARD if uri == "*" else Uri.parse(uri), params=Params.parse(params))

    @classmethod
    def parse_many(cls, text: str) -> tuple[Self, ...]:
        return tuple(cls.parse(part) for part in split(text, ","))

    @property
    def tag(self) -> str:
        """Empty where there is none, as from peers of RFC 2543."""
        return self.params.get("tag") or ""

    def tagged(self, tag: str) -> Self:
        return replace(self, params=self.params.put("tag", tag))

    def untagged(self) -> Self:
        return replace(self, params=self.params.drop("tag"))

    def __str__(self) -> str:
        if self.uri == WILDCARD:
            return f"*{self.params}"
        return f"{self.display_name and quote(self.display_name) + ' '}<{self.uri}>{self.params}"
