"""x"""
def init() -> None:
    """Not yet."""
