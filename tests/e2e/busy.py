"""People at work in a house that may die at any moment: they remember what it told them was done."""

import base64
import random
import subprocess
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import requests

from tests.builders import box_glb
from tests.e2e.conftest import ROOT, tour

SITE = "well"
AT = f"/api/sites/{SITE}"
FACTS = ("depth", "year", "bench")
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = 96 * 1024
AT_WORK = 4
"""People who work at once."""


@dataclass(slots=True)
class Told:
    """What was acknowledged."""

    facts: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By entity tag: the fact and what it says."""
    release: int = 0
    """The newest."""
    releases: int = 0
    jobs: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    invitations: list[str] = field(default_factory=list)
    uploads: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    """By id: the whole file, and how much of it is there."""
    dropped: set[str] = field(default_factory=set)
    backups: list[Path] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many acknowledgements these are."""
        names = ("facts", "jobs", "drafts", "invitations", "uploads", "dropped", "backups")
        return {name: len(getattr(self, name)) for name in names} | {"releases": self.releases}


class Busy:
    """Somebody of every role, several times over."""

    def __init__(self, url: str, head: Mapping[str, str], data: Path, seed: int) -> None:
        self._url, self._head, self._data = url, head, data
        self._chance = random.Random(seed)
        self._over = Event()
        self.told = Told()
        self.unexpected: list[str] = []
        self._backing_up: subprocess.Popen[bytes] | None = None

    def work_until(self, end: Callable[[], None], seconds: float) -> None:
        """Work for so long, until the end comes over the house."""
        with ThreadPoolExecutor(AT_WORK) as pool:
            people = [pool.submit(self._work, random.Random(self._chance.random())) for _ in range(AT_WORK)]
            self._over.wait(seconds)
            end()
            self._over.set()
            if self._backing_up is not None and self._chance.random() < 0.5:
                self._backing_up.kill()
        for each in people:
            each.result()

    def _work(self, chance: random.Random) -> None:
        acts = (self._save, self._publish, self._draft, self._invite, self._prepare, self._upload, self._ingest)
        weights = (16, 4, 6, 3, 2, 4, 2)
        while not self._over.is_set():
            try:
                if chance.random() < 0.04:
                    self._back_up(chance)
                else:
                    chance.choices(acts, weights)[0](chance)
            except requests.RequestException:
                return

    def ask(self, method: str, path: str, *well: int, body: Any = None, **more: Any) -> requests.Response:
        """An answer; one that is neither `well` nor a refusal that may be is written down."""
        head = {**self._head, **more.pop("head", {})}
        answer = requests.request(method, self._url + path, json=body, headers=head, timeout=30, **more)
        if answer.status_code not in {*well, 409, 412}:
            self.unexpected.append(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer

    def _save(self, chance: random.Random) -> None:
        fact, words = chance.choice(FACTS), f"It is {chance.randint(0, 10**9)} metres deep."
        body = {
            "id": fact, "text": {"en": words, "it": words, "zh-Hans": words}, "cites": [{"source": "rossi"}],
        }  # fmt: skip
        answer = self.ask("PUT", f"{AT}/records/fact/{fact}", 200, body=body, head={"If-Match": "*"})
        if answer.status_code == 200:
            self.told.facts[answer.headers["ETag"].strip('"')] = (fact, words)

    def _publish(self, chance: random.Random) -> None:
        answer = self.ask("POST", f"{AT}/releases", 201)
        if answer.status_code == 201:
            self.told.release = max(self.told.release, answer.json()["number"])
            self.told.releases += 1

    def _draft(self, chance: random.Random) -> None:
        sentences = [{"text": f"This is number {chance.randint(0, 10**9)}.", "facts": []}]
        given = {"stop": chance.choice(("mouth", "bench")), "language": chance.choice(("en", "it"))}
        audience = chance.choice(("", "child", "family", "adult", "expert"))
        answer = self.ask("POST", f"{AT}/drafts", 201, body=given | {"audience": audience, "sentences": sentences})
        if answer.status_code == 201:
            self.told.drafts.append(answer.json()["draft"]["id"])

    def _invite(self, chance: random.Random) -> None:
        answer = self.ask("POST", f"{AT}/invitations", 201, body={"roles": ["translator"]})
        if answer.status_code == 201:
            self.told.invitations.append(answer.json()["invitation"]["id"])

    def _prepare(self, chance: random.Random) -> None:
        answer = self.ask("POST", f"{AT}/prepare", 202, body={"again": True})
        if answer.status_code == 202:
            self.told.jobs.append(answer.json()["id"])

    def _upload(self, chance: random.Random) -> None:
        id_ = self._sent(f"scan-{chance.randint(0, 10**9)}.ply", chance.randbytes(chance.randint(1, 5 * PIECE)))
        if id_ and chance.random() < 0.3:
            self.told.uploads.pop(id_)
            answer = self.ask("DELETE", f"{AT}/uploads/{id_}", 204, head=TUS)
            if answer.status_code == 204:
                self.told.dropped.add(id_)

    def _ingest(self, chance: random.Random) -> None:
        id_ = self._sent(f"box-{chance.randint(0, 3)}.glb", box_glb(size=chance.uniform(1, 2)))
        if not id_:
            return
        whole = self.told.uploads.pop(id_)
        answer = self.ask("POST", f"{AT}/ingest", 202, body={"uploads": [id_]})
        if answer.status_code == 202:
            self.told.jobs.append(answer.json()["id"])
        else:
            self.told.uploads[id_] = whole

    def _sent(self, name: str, data: bytes) -> str:
        """The id of an upload that is whole, as far as one was told; empty where it was refused."""
        known = f"filename {base64.b64encode(name.encode()).decode()}"
        begun = self.ask(
            "POST", f"{AT}/uploads", 201, head=TUS | {"Upload-Length": str(len(data)), "Upload-Metadata": known}
        )
        if begun.status_code != 201:
            return ""
        place = begun.headers["Location"]
        id_ = place.rpartition("/")[2]
        self.told.uploads[id_] = (data, 0)
        for start in range(0, len(data), PIECE):
            if self.patch(place, data, start).status_code != 204:
                return ""
            self.told.uploads[id_] = (data, min(start + PIECE, len(data)))
        return id_

    def patch(self, place: str, data: bytes, start: int) -> requests.Response:
        """The next piece of an upload."""
        head = TUS | {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(start)}
        return self.ask("PATCH", place, 204, head=head, data=data[start : start + PIECE])

    def _back_up(self, chance: random.Random) -> None:
        target = self._data.parent / f"backup-{chance.randint(0, 10**9)}.sqlite"
        command = tour("backup", str(target), "--data", str(self._data))
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as child:
            self._backing_up = child
            child.communicate()
        if child.returncode == 0:
            self.told.backups.append(target)
