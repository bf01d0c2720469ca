"""What every channel is, whom it reaches and what it says (8.2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class UndeliveredError(Exception):
    """Nothing was sent, for certain: it may be tried again. Its text holds no address."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is reminded: the platform user, the agreed identifier, the language, and a phone number or nothing."""

    user: Any
    code: str
    language: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What is said, in the addressee's language."""

    subject: str
    text: str


class Channel(Protocol):
    """A way by which messages leave."""

    label: StrPromise

    def reaches(self, to: Addressee) -> bool:
        """Tell whether there is an address to send to."""

    def send(self, to: Addressee, message: Message) -> None:
        """Send once; raise ``UndeliveredError`` where it is certain that nothing was sent."""
