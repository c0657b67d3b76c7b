"""What ffmpeg's options, filters, muxers and protocols touch: data, one row a fact."""

from ffai_guards.tables import filters, formats, options, places
from ffai_guards.tables.filters import ENDLESS_SOURCES, FILTER_DEFAULTS, FILTER_FILES, POSITIONAL
from ffai_guards.tables.formats import CAPTURE, DEVICES_OUT, MANY, MUXER_OF, NOWHERE, PROTOCOLS
from ffai_guards.tables.options import MUXER_OPTIONS, OPTION_FILES, PARAM_FILES, PARAMS

__all__ = [
    "CAPTURE", "DEVICES_OUT", "ENDLESS_SOURCES", "FILTER_DEFAULTS", "FILTER_FILES", "MANY", "MUXER_OF", "MUXER_OPTIONS", "NOWHERE", "OPTION_FILES",
    "PARAMS", "PARAM_FILES", "POSITIONAL", "PROTOCOLS", "filters", "formats", "options", "places", "rows",
]  # fmt: skip


def rows() -> list[tuple[str, str, str]]:
    """The whole table as (where, how, what)."""
    named = "the file named by its value"
    found = [(f"option -{name}", how, named) for name, how in OPTION_FILES.items() if how]
    found += [(f"muxer {m}, option -{name}", how, named) for (m, name), how in MUXER_OPTIONS.items() if how]
    found += [(f"filter {f}, option {o}", how, "the file named by it") for (f, o), how in FILTER_FILES.items() if how]
    found += [(f"filter {f} without {o}", how, name) for f, (o, name, how) in FILTER_DEFAULTS.items()]
    found += [(f"encoder parameter {k}=", how, "the file named by it") for k, how in PARAM_FILES.items() if how]
    found += [(f"muxer {name}", "write", kind) for name, kind in MANY.items() if kind]
    found += [(f"muxer {name}", "connect", "an address") for name in sorted(formats.TO_NETWORK)]
    found += [(f"muxer {name}", "device", "a device") for name in sorted(DEVICES_OUT | formats.SCREENS_OUT)]
    found += [(f"protocol {name}:", kind, "what follows it") for name, kind in PROTOCOLS.items() if kind]
    found += [(f"demuxer {name}", "capture", "a device") for name in sorted(CAPTURE)]
    found += [(f"variable {name}", "allow", f"values {form}") for name, form in places.HARMLESS_VARIABLES.items()]
    return found
