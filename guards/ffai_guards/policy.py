"""A policy: a TOML file that tightens any verdict, and loosens only what can cost no file.

# guard.toml
deny = ["FF_NET_OUT", "FF_CAPTURE"]          # codes that are refused here
confirm = ["FF_ENDLESS"]                     # codes that are asked about here, at least
[allow]
addresses = ["https://media.example.com/"]   # addresses that begin so are not asked about
codes = ["FF_ENDLESS"]                       # of LOOSENED only
"""

from typing import Any, NamedTuple

from ffai_guards.codes import CODES
from ffai_guards.values import ALLOW, CONFIRM, DENY, LEVELS, Reason

LOOSENED = frozenset(("FF_ENDLESS", "FF_CAPTURE"))
"""Codes that a policy may allow: nothing that exists is at stake with them."""

_ADDRESSES = frozenset(("FF_NET_IN", "FF_NET_OUT"))


class PolicyError(ValueError):
    """The policy file cannot be used; the message says why."""


class Policy(NamedTuple):
    deny: frozenset[str] = frozenset()
    confirm: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    addresses: tuple[str, ...] = ()

    def weigh(self, reason: Reason) -> Reason:
        """The reason with the level that this policy gives it. A reason is never lost: an allowed one stays, as allow."""
        level = reason.level
        if level == CONFIRM and (
            reason.code in self.allowed
            or (reason.code in _ADDRESSES and bool(self.addresses) and reason.target.startswith(self.addresses))
        ):
            level = ALLOW
        if reason.code in self.confirm:
            level = max(level, CONFIRM, key=LEVELS.index)
        if reason.code in self.deny:
            level = DENY
        return reason._replace(level=level)


NONE = Policy()


def load(path: str) -> Policy:
    """The policy in a file; the empty one when there is none. Raises PolicyError."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except (FileNotFoundError, NotADirectoryError):
        return NONE
    except OSError as problem:
        raise PolicyError(f"{path} cannot be read: {problem.strerror}") from None
    import tomllib

    try:
        document = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise PolicyError(f"{path} is no TOML: {problem}") from None
    return _policy(document, path)


def _policy(document: dict[str, Any], path: str) -> Policy:
    unknown = set(document) - {"deny", "confirm", "allow"}
    allow = document.get("allow", {})
    if unknown or not isinstance(allow, dict) or set(allow) - {"addresses", "codes"}:
        wrong = ", ".join(sorted(unknown or (set(allow) - {"addresses", "codes"} if isinstance(allow, dict) else {"allow"})))
        raise PolicyError(
            f"{path}: nothing is known about {wrong}; a policy holds deny, confirm and [allow] with addresses and codes"
        )
    addresses = _texts(allow.get("addresses", []), f"{path}: allow.addresses")
    bare = next((a for a in addresses if "://" not in a or not a.partition("://")[2]), None)
    if bare is not None:
        raise PolicyError(f"{path}: {bare!r} is no address; write its scheme and host, like https://media.example.com/")
    codes = _codes(allow.get("codes", []), f"{path}: allow.codes")
    fixed = sorted(codes - LOOSENED)
    if fixed:
        raise PolicyError(f"{path}: {fixed[0]} cannot be allowed; only {', '.join(sorted(LOOSENED))} can")
    return Policy(
        _codes(document.get("deny", []), f"{path}: deny"),
        _codes(document.get("confirm", []), f"{path}: confirm"),
        codes,
        addresses,
    )


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise PolicyError(f"{where} is a list of texts")
    return tuple(value)


def _codes(value: Any, where: str) -> frozenset[str]:
    codes = frozenset(_texts(value, where))
    unknown = sorted(codes - set(CODES))
    if unknown:
        raise PolicyError(f"{where}: there is no reason code {unknown[0]!r}; ffai guard table --codes lists them")
    return codes
