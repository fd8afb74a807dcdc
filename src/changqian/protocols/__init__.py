"""Sans-IO protocols, standard library only: no socket, no clock, no asyncio."""
