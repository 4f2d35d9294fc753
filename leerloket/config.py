"""All settings of the service, read once from the environment. The README documents each."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from stdnum import iban

DEFAULT_SECRET = "leerloket-demo"  # noqa: S105 - refused outside demo
EXAMPLE_IBAN = "NL02ABNA0123456789"
"""An account that is nobody's; refused outside demo."""
DEMO_PAYMENT_KEY = "test_demo"
DEMO_PAYMENT_PORT = 1_000
"""How far above the port of the demo its make-believe payment service listens."""


class BadSettings(Exception):
    """The environment asks for something the service cannot run with; the text says what to change."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can choose. Attributes carry the name of their variable without `LEERLOKET_`."""

    demo: bool
    data_dir: Path
    database_url: str | None
    owner_database_url: str | None
    host: str
    port: int
    base_url: str
    secret_key: str
    key_file: Path
    mail: str
    mail_from: str
    workers: int
    threads: int
    log_level: str
    proxies: int
    bsn: bool
    require_otp: bool
    bank_iban: str
    bank_holder: str
    payment_key: str
    payment_url: str

    @property
    def secure_cookies(self) -> bool:
        """Cookies travel over https only, unless the site itself is plain http (demo, tests)."""
        return self.base_url.startswith("https://")


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the settings; raises `BadSettings` with every problem in one sentence each."""
    problems: list[str] = []

    def number(name: str, default: int) -> int:
        text = environ.get(f"LEERLOKET_{name}", str(default))
        if not text.isdigit():
            problems.append(f"LEERLOKET_{name} must be a whole number, not {text!r}.")
            return default
        return int(text)

    def switch(name: str, default: str = "off") -> bool:
        return environ.get(f"LEERLOKET_{name}", default).lower() in {"1", "on", "true", "yes"}

    data_dir = Path(environ.get("LEERLOKET_DATA_DIR") or _default_data_dir()).absolute()
    port = number("PORT", 8000)
    host = environ.get("LEERLOKET_HOST", "127.0.0.1")
    demo = switch("DEMO")
    url = environ.get("LEERLOKET_DATABASE_URL") or environ.get("DATABASE_URL")
    pays_for_real = "LEERLOKET_PAYMENT_KEY" in environ
    settings = Settings(
        demo=demo,
        data_dir=data_dir,
        database_url=with_driver(url) if url else None,
        owner_database_url=with_driver(environ.get("LEERLOKET_OWNER_DATABASE_URL") or url or "") or None,
        host=host,
        port=port,
        base_url=environ.get("LEERLOKET_BASE_URL", f"http://{host}:{port}").rstrip("/"),
        secret_key=environ.get("LEERLOKET_SECRET_KEY", DEFAULT_SECRET),
        key_file=Path(environ.get("LEERLOKET_KEY_FILE") or data_dir / "keys"),
        mail=environ.get("LEERLOKET_MAIL") or str(data_dir / "mail"),
        mail_from=environ.get("LEERLOKET_MAIL_FROM", "Leerloket <leerloket@localhost>"),
        workers=number("WORKERS", 2),
        threads=number("THREADS", 4),
        log_level=environ.get("LEERLOKET_LOG_LEVEL", "INFO").upper(),
        proxies=number("PROXIES", 0),
        bsn=switch("BSN"),
        require_otp=switch("REQUIRE_OTP", "off" if demo else "on"),
        bank_iban=environ.get("LEERLOKET_BANK_IBAN", EXAMPLE_IBAN).replace(" ", "").upper(),
        bank_holder=environ.get("LEERLOKET_BANK_HOLDER", "Stichting Leerloket"),
        payment_key=environ.get("LEERLOKET_PAYMENT_KEY", DEMO_PAYMENT_KEY if demo else ""),
        payment_url=environ.get("LEERLOKET_PAYMENT_URL", "" if pays_for_real or not demo else _payment_url(host, port)),
    )
    if not demo and (settings.secret_key == DEFAULT_SECRET or len(settings.secret_key) < 32):
        problems.append(
            "LEERLOKET_SECRET_KEY must be a secret of at least 32 characters, for example "
            f"{secrets.token_urlsafe(32)} (made for you just now)."
        )
    if not iban.is_valid(settings.bank_iban) or (settings.bank_iban == EXAMPLE_IBAN and not demo):
        problems.append("LEERLOKET_BANK_IBAN must be the account number on which people and employers pay in.")
    if problems:
        raise BadSettings(" ".join(problems))
    return settings


def with_driver(url: str) -> str:
    """The same database URL with psycopg 3 named as driver, whatever short form it came in."""
    for prefix in ("postgres://", "postgresql://", "postgresql+psycopg2://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _payment_url(host: str, port: int) -> str:
    """Where the demo's make-believe payment service is."""
    return f"http://{host}:{port + DEMO_PAYMENT_PORT}"


def _default_data_dir() -> Path:
    if os.geteuid() == 0:
        return Path("/var/lib/leerloket")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "leerloket"
