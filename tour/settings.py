"""Every setting, with its default and its meaning: the only place that reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

PREFIX = "TOUR_"


class SettingsError(ValueError):
    """A setting that cannot be used: which, what it was, what it may be."""


def _home(variable: str, fallback: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / fallback) / "caravanserai"


def _meaning(text: str, default: Any) -> Any:
    return field(default=default, metadata={"meaning": text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may set; each field is read from `TOUR_<NAME>` unless the command line says otherwise."""

    host: str = _meaning("address to listen on", "127.0.0.1")
    port: int = _meaning("port to listen on; 0 takes any free one", 8080)
    data: Path = field(
        default_factory=lambda: _home("XDG_DATA_HOME", ".local/share"),
        metadata={"meaning": "built sites, rendered speech and records"},
    )
    weights: Path = field(
        default_factory=lambda: _home("XDG_CACHE_HOME", ".cache") / "weights",
        metadata={"meaning": "downloaded models"},
    )
    sites: str = _meaning("more folders of site packs, separated by ':'", "")
    model: str = _meaning("language model engine: llama_cpp, openai_http, scripted or none", "llama_cpp")
    guide: str = _meaning("catalogue entry the guide thinks with: standard, or small for tests only", "standard")
    voices: str = _meaning("voice engines in order of preference, separated by ','", "kokoro,espeak")
    recognizer: str = _meaning("what understands spoken questions: whisper or none", "whisper")
    embedder: str = _meaning("what compares questions with facts by their meaning: e5 or none", "e5")
    edge_tts: bool = _meaning("allow Microsoft's online voices: what the guide says leaves the house", False)
    openai_url: str = _meaning("base URL of an OpenAI-compatible server for the engine openai_http", "")
    openai_model: str = _meaning("model name to ask that server for", "")
    openai_key: str = _meaning("bearer key for that server", "")
    origins: str = _meaning("further web origins that may open a visit, separated by ','", "")
    public_url: str = _meaning(
        "where people reach this server if not at HOST:PORT, such as https://tours.museum.example",
        "",
    )
    proxies: str = _meaning(
        "addresses of proxies that are believed about where a request comes from, separated by ','", ""
    )
    oidc_issuer: str = _meaning(
        "OpenID Connect issuer of the institution whose people may sign in, such as https://login.museum.example", ""
    )
    oidc_client: str = _meaning("client id of this house at that issuer", "")
    oidc_secret: str = _meaning("client secret of this house there; none for a public client", "")
    oidc_name: str = _meaning("what people call that institution", "")
    visits: int = _meaning("visits at once; one more is asked to come back later", 200)
    visits_a_minute: int = _meaning(
        "visits that may be opened a minute from one address for long, TOUR_VISITS at once; 0: any number", 120
    )
    resume_seconds: float = _meaning("how long a cut visit can be taken up again", 120.0)
    gaze: bool = _meaning(
        "cast rays at the models to find what visitors look at: about 120 MB from the first visit on", True
    )
    prefetch: bool = _meaning("make ahead what visitors will likely hear next, while nobody waits for it", True)
    master_key: str = _meaning(
        "32 random bytes in base64 that open what is kept of visitors; after a rotation the new one first, then ','"
        " and the old one",
        "",
    )
    master_key_file: str = _meaning("file of that key where none is given; made in the data folder if not named", "")
    retention_days: int = _meaning("days that what a visitor agreed to have kept of their visit lasts", 30)
    upload_largest_gb: float = _meaning("largest file that curators may upload, in GB", 8.0)
    upload_total_gb: float = _meaning("room in GB that uploads may take until they are taken in", 50.0)
    upload_days: float = _meaning("days that an upload waits after its last piece to be gone on with, or used", 7.0)
    lan: bool = _meaning("serve visitors of this local network too, over https with certificates of this house", False)
    lan_name: str = _meaning("name of this house there: NAME.local", "caravanserai")
    lan_port: int = _meaning("https port there; 0 takes any free one", 8443)
    lan_doorstep: int = _meaning("port of the plain page there that leads devices through trusting this house", 8088)
    lan_addresses: str = _meaning(
        "addresses of this machine to use there, separated by ','; all private ones if empty", ""
    )
    lan_studio: bool = _meaning("open studio, accounts and figures to that network too", False)
    kiosk_code: str = _meaning("6 to 12 digits that open the operator's corner of kiosks; none: it stays shut", "")
    log_level: str = _meaning("debug, info, warning or error", "info")


def read_settings(environment: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """Settings from the environment, then from `overrides` that are not None.

    Raises `SettingsError` naming the variable and what it may be.
    """
    environment = os.environ if environment is None else environment
    given: dict[str, Any] = {}
    for entry in fields(Settings):
        text = environment.get(PREFIX + entry.name.upper())
        if text is not None:
            given[entry.name] = _parse(entry.name, str(entry.type), text)
    given |= {name: value for name, value in overrides.items() if value is not None}
    return Settings(**given)


def _parse(name: str, kind: str, text: str) -> object:
    kind = kind.removeprefix("<class '").removesuffix("'>").rsplit(".", 1)[-1]
    if kind == "Path":
        return Path(text).expanduser()
    if kind == "bool":
        if text.lower() in {"1", "true", "yes", "on"}:
            return True
        if text.lower() in {"0", "false", "no", "off", ""}:
            return False
        raise SettingsError(f"{PREFIX}{name.upper()}={text!r}: yes or no is needed")
    if kind in {"int", "float"}:
        try:
            return int(text) if kind == "int" else float(text)
        except ValueError:
            raise SettingsError(f"{PREFIX}{name.upper()}={text!r}: a number is needed") from None
    return text
