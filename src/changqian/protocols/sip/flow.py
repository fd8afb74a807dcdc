"""What a packet came over, and what its answers go back over."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flow:
    """UDP: the address of the other side. TCP and TLS: one connection; `serial` tells it from an earlier one of the
    same address, if whoever owns the sockets counts them."""

    transport: str
    host: str
    port: int
    serial: int = 0

    @property
    def reliable(self) -> bool:
        return self.transport != "UDP"

    def __str__(self) -> str:
        return f"{self.transport} {self.host}:{self.port}"
