"""Who gets where: every endpoint × every role of the cast, and every endpoint × nonsense."""
