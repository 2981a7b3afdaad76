"""What stands behind the question mark of the studio's addresses."""

from aiohttp import web

from tour.errors import Unreadable

FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def number(request: web.Request, name: str, default: int) -> int:
    """A number of the query; raises `Unreadable`."""
    text = request.query.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise Unreadable(f"{name}: a number is needed.")
    return int(text)


def flag(request: web.Request, name: str) -> bool:
    """A yes or no of the query; raises `Unreadable`."""
    found = FLAGS.get(request.query.get(name, "no"))
    if found is None:
        raise Unreadable(f"{name}: yes or no is needed.")
    return found
