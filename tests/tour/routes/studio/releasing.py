"""What the tests of publishing change at the site `well`, and what a visitor then gets of it."""

from tests.people import signed_in
from tests.tour.routes.studio.person import BASE, CURATOR, Client, Person
from tour.keys import RECORDS

RELEASES = "/api/sites/well/releases"


async def rename(person: Person, text: str) -> None:
    note, tag = await person.ask("GET", f"{BASE}/annotation/well")
    body = {**note["body"], "label": {**note["body"]["label"], "it": text}}
    await person.ask("PUT", f"{BASE}/annotation/well", body, If_Match=tag)


async def label_of(client: Client) -> str:
    async with client.get("/api/sites/well/annotations.json") as answer:
        page = await answer.json(content_type=None)
    return next(body["value"] for body in page["items"][0]["body"] if body["language"] == "it")


async def fetch(client: Client, query: str = "") -> bytes:
    headers = await signed_in(client.app[RECORDS], CURATOR)
    async with client.get(f"/api/sites/well/pack.zip{query}", headers=headers) as answer:
        assert answer.status == 200, await answer.text()
        assert answer.headers["Content-Type"] == "application/zip"
        return await answer.read()
