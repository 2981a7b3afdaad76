"""How many may come from one place: a class behind one address does, a machine that opens visit after visit waits."""

from aiohttp import ClientSession, WSMsgType
from aiohttp.test_utils import TestServer

from tests.tour.visits.conftest import Enter, Serve
from tour.codec import encode, from_server
from tour.comers import Comers
from tour.keys import COMERS
from tour.messages import SUBPROTOCOL, Hello, Problem
from tour.settings import Settings


def test_a_class_comes_in_together_and_a_machine_waits() -> None:
    time = [0.0]
    comers = Comers(at_once=60, a_minute=120, clock=lambda: time[0])
    school, other = comers.place("192.0.2.7"), comers.place("192.0.2.8")
    assert [comers.wait(school) for _ in range(60)] == [0.0] * 60
    assert comers.wait(school) == 0.5
    assert comers.wait(other) == 0.0, "another place is another matter"
    time[0] = 30.0
    assert [comers.wait(school) for _ in range(60)] == [0.0] * 60


def test_as_many_as_like_where_an_operator_says_so() -> None:
    comers = Comers(at_once=1, a_minute=0)
    assert {comers.wait(comers.place("192.0.2.7")) for _ in range(1000)} == {0.0}


def test_no_address_is_held() -> None:
    comers = Comers(at_once=1, a_minute=1)
    comers.wait(comers.place("192.0.2.7"))
    assert "192.0.2.7" not in repr(comers)
    assert Comers(at_once=1, a_minute=1).place("192.0.2.7") != comers.place("192.0.2.7")


async def answer_to(server: TestServer, hello: Hello) -> tuple[object, int | None]:
    """The first message of the server, and the code it closes with where it does."""
    async with ClientSession() as session, session.ws_connect(server.make_url("/visit"), protocols=(SUBPROTOCOL,)) as w:
        await w.send_bytes(encode(hello))
        told = from_server.decode((await w.receive()).data)
        if not isinstance(told, Problem):
            return told, None
        assert (await w.receive()).type is WSMsgType.CLOSE
        return told, w.close_code


async def test_who_comes_too_fast_is_asked_back_and_who_was_cut_off_is_let_in(serve: Serve, enter: Enter) -> None:
    server = await serve(visits_a_minute=1)
    visitor = await enter(server)
    assert visitor.welcome is not None
    comers = server.app[COMERS]
    while not comers.wait(comers.place("127.0.0.1")):
        pass
    told, code = await answer_to(server, Hello(site="well", language="it"))
    assert isinstance(told, Problem)
    assert (told.code, code) == ("too-many-visitors", 1013)
    assert told.retry_after
    assert "visitatori" in told.message
    back, _ = await answer_to(server, Hello(site="well", language="it", resume=visitor.welcome.resume))
    assert getattr(back, "resumed", False)


def test_the_settings_are_room_for_two_classes() -> None:
    assert Settings().visits_a_minute >= 60
