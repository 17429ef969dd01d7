"""The page ``/design/``: every component in every state, for whoever builds or checks a page. Demo mode only."""

from config.shared.design.view import design

__all__ = ["design"]
