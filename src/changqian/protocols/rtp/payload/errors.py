"""The one error of the payload formats."""


class MalformedPayload(ValueError):
    """These bytes are no payload of the agreed format. The message says why; the packet is to be counted."""
