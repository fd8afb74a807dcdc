"""`/verify`: does this name belong to this identity number.

Numbers whose sequence (digits 15 to 17) is 000 belong to somebody else, 999 make the register busy once per number: as
in life, a wrong answer and no answer are different things.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from changqian.simulators.signed import Answer, Door


@dataclass
class Register:
    door: Door
    persons: dict[str, str] = field(default_factory=dict)
    "Identity number → the only name that matches."
    turned_away: set[str] = field(default_factory=set)

    def verify(self, body: Mapping[str, Any]) -> dict[str, str]:
        name, number = str(body.get("name", "")), str(body.get("id_number", ""))
        if not name or len(number) != 18:
            raise Answer(400, "参数不完整")
        sequence = number[14:17]
        if sequence == "999" and number not in self.turned_away:
            self.turned_away.add(number)
            raise Answer(503, "系统忙")
        known = self.persons.get(number)
        matches = sequence != "000" and known in (None, name)
        return {"result": "match" if matches else "mismatch"}


def application(register: Register) -> Starlette:
    async def verify(request: Request) -> Response:
        return await register.door.answered(request, lambda body, now: register.verify(body))

    return Starlette(
        routes=[
            Route("/verify", verify, methods=["POST"]),
            Route("/healthz", lambda request: PlainTextResponse("ok")),
        ]
    )
