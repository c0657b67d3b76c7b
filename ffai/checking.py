"""Commands against the installed ffmpeg's own tables and the probed inputs, before anybody sees them."""

import os
from typing import Any

from ffai_guards import graphs
from ffai_guards.values import Command, Option, Output, Reading

from ffai.values import Context, Finding, Media

_CODEC_OPTIONS = frozenset(("c", "codec", "vcodec", "acodec", "scodec", "dcodec"))
_KINDS = {"v": "video", "a": "audio", "s": "subtitle", "V": "video"}
# options that ffmpeg's command line hands on under another name, or that its help does not list
_HANDED_ON = frozenset(("b", "q", "qscale", "profile", "ab", "vb", "tag", "atag", "vtag", "dn", "sn", "an", "vn"))


def check(reading: Reading, context: Context) -> tuple[Finding, ...]:
    """What would make ffmpeg refuse or fail. Findings of level error mean that it surely would."""
    capabilities: Any = context.capabilities()
    commands = [(n, s.command) for n, s in enumerate(reading.steps) if s.command is not None and s.command.program == "ffmpeg"]
    capabilities.prefetch([f"encoder:{name}" for _, c in commands for o in c.outputs for name in _encoders(o)])
    found: list[Finding] = []
    made: set[str] = set()
    for number, command in commands:
        checker = _Checker(number, command, context, capabilities, made)
        checker.run()
        found += checker.found
        made |= {o.url for o in command.outputs}
        made |= checker.side_files
    if reading.obstacle:
        found.append(
            Finding("not-carried-out", f"{reading.obstacle} of the shell is weighed here but not carried out", 0, "error")
        )
    return tuple(dict.fromkeys(found))


def _encoders(output: Output) -> list[str]:
    return [o.value for o in output.options if o.name in _CODEC_OPTIONS and o.value and o.value != "copy"]


class _Checker:
    def __init__(self, number: int, command: Command, context: Context, capabilities: Any, made: set[str]) -> None:
        self.number, self.command, self.context, self.capabilities, self.made = number, command, context, capabilities, made
        self.found: list[Finding] = []
        self.side_files: set[str] = set()

    def say(self, code: str, text: str, level: str = "error") -> None:
        self.found.append(Finding(code, text, self.number, level))

    def run(self) -> None:
        medias = [self._input(i) for i in range(len(self.command.inputs))]
        for option in self.command.global_options:
            self._option(option, [])
        for output in self.command.outputs:
            self._output(output, medias)

    # --- inputs

    def _input(self, index: int) -> Media | None:
        source = self.command.inputs[index]
        demuxer = next((o.value for o in source.options if o.name == "f"), None)
        if demuxer is not None and not self.capabilities.has_demuxer(demuxer) and demuxer != "lavfi":
            self.say("unknown-demuxer", f"this ffmpeg has no demuxer {demuxer}{self._near(demuxer, 'demuxers')}")
        if demuxer == "lavfi":
            self._graph(source.url)
            return None
        if (
            demuxer is not None
            or "%" in source.url
            or ":" in source.url.split("/")[0]
            or source.url in self.made
            or source.url == "-"
        ):
            return None
        media = self.context.probe(source.url)
        if media is None:
            path = os.path.join(self.context.cwd, source.url)
            if not os.path.lexists(path):
                self.say("missing-input", f"{source.url} is not there", "error")
            else:
                error = getattr(getattr(self.context.probe, "__self__", None), "error", lambda _: None)(source.url)
                if error and "no ffmpeg" not in error:
                    self.say("not-media", f"{source.url} cannot be used: {error}")
        return media

    # --- outputs

    def _output(self, output: Output, medias: list[Media | None]) -> None:
        muxer = next((o.value for o in output.options if o.name == "f"), None)
        if muxer is not None and not self.capabilities.has_muxer(muxer):
            self.say("unknown-muxer", f"this ffmpeg has no muxer {muxer}{self._near(muxer, 'muxers')}")
        elif muxer is None and output.url not in ("-", "/dev/null"):
            muxer = self.capabilities.muxer_of(output.url)
            if muxer is None:
                self.say("unknown-format", f"the ending of {output.url} names no format that ffmpeg writes", "error")
        sections = [f"muxer:{muxer}"] if muxer else []
        for option in output.options:
            if option.name in _CODEC_OPTIONS and option.value and option.value != "copy":
                if not self.capabilities.has_encoder(option.value):
                    self.say(
                        "unknown-encoder", f"this ffmpeg has no encoder {option.value}{self._near(option.value, 'encoders')}"
                    )
                else:
                    sections.append(f"encoder:{option.value}")
        for option in output.options:
            self._option(option, sections)
            if option.name == "map":
                self._map(str(option.value), medias)
            elif option.name == "pix_fmt" and option.value and option.value not in self.capabilities.pixel_formats:
                self.say("unknown-pixel-format", f"there is no pixel format {option.value}{self._near(option.value, 'pix_fmts')}")

    def _map(self, value: str, medias: list[Media | None]) -> None:
        if value.startswith(("-", "[")) or value.endswith("?"):
            return
        parts = value.split(":")
        if not parts[0].isdigit():
            return
        index = int(parts[0])
        if index >= len(medias):
            self.say("no-such-stream", f"-map {value}: there is no input number {index}")
            return
        media = medias[index]
        if media is None or len(parts) < 2:
            return
        if parts[1] in _KINDS:
            # attached pictures count as video for a map
            count = sum(1 for s in media.streams if s.kind == _KINDS[parts[1]])
            wanted = int(parts[2]) if len(parts) > 2 and parts[2].isdigit() else 0
            if len(parts) > 2 and not parts[2].isdigit():
                return
            if wanted >= count:
                self.say(
                    "no-such-stream",
                    f"-map {value}: {media.path} has {count} {_KINDS[parts[1]]} stream{'s' if count != 1 else ''}",
                )
        elif parts[1].isdigit() and int(parts[1]) >= len(media.streams):
            self.say("no-such-stream", f"-map {value}: {media.path} has {len(media.streams)} streams")

    # --- options

    def _option(self, option: Option, sections: list[str]) -> None:
        name = option.name.removeprefix("/")
        if name in ("vf", "af", "filter", "filter_complex", "lavfi") and option.value:
            self._graph(option.value)
            return
        cli = self.capabilities.options("cli") if self.capabilities.source == "installed" else {}
        plain = name.removeprefix("no")
        if name in cli or plain in cli or name in _HANDED_ON:
            return
        info = None
        for section in (*sections, "codec", "format", "scaler", "resampler"):
            info = self.capabilities.option(section, name)
            if info is not None:
                self._value(option, info)
                return
        if cli and name[:1] in "vas" and (name[1:] in cli or self.capabilities.option("codec", name[1:])):
            return
        if sections and cli and not self._elsewhere(name):
            self.say("unknown-option", f"this ffmpeg ({self.context.tools.version.split('-')[0]}) has no option -{name} here")

    def _elsewhere(self, name: str) -> bool:
        """Whether it is an option of some other part, which ffmpeg then only warns about."""
        from ffai_guards.names import known_options

        return name in known_options()

    def _value(self, option: Option, info: Any) -> None:
        if option.value is None or info.type not in ("int", "int64", "float", "double"):
            return
        try:
            value = float(option.value)
        except ValueError:
            return  # a constant, a suffix, an expression
        if info.constants and not any(str(c[1]) == option.value for c in info.constants) and not info.minimum:
            return
        low, high = _bound(info.minimum), _bound(info.maximum)
        if (low is not None and value < low) or (high is not None and value > high):
            self.say("out-of-range", f"-{option.name} {option.value} is outside of {info.minimum} to {info.maximum}")

    # --- filters

    def _graph(self, text: str) -> None:
        try:
            uses = graphs.parse(text)
        except graphs.GraphError as problem:
            self.say("bad-graph", f"the filter graph cannot be read: {problem}")
            return
        for use in uses:
            if not self.capabilities.has_filter(use.name):
                self.say("unknown-filter", f"this ffmpeg has no filter {use.name}{self._near(use.name, 'filters')}")
                continue
            known = self.capabilities.options(f"filter:{use.name}")
            if not known:
                continue
            for argument in use.arguments:
                if (
                    argument.name
                    and argument.name not in known
                    and argument.name
                    not in ("enable", "threads", "eof_action", "shortest", "repeatlast", "flags", "ts_sync_mode")
                    and not _expression_name(argument.name)
                ):
                    self.say("unknown-filter-option", f"the filter {use.name} has no option {argument.name}")
            for argument in use.arguments:
                if use.name in ("vidstabdetect",) and argument.name == "result":
                    self.side_files.add(argument.value)

    def _near(self, name: str, kind: str) -> str:
        import difflib

        close = difflib.get_close_matches(name, self.capabilities.names(kind), 1, 0.6)
        return f"; {close[0]} is near" if close else ""


def _expression_name(name: str) -> bool:
    """Words before an equals sign inside of an expression are no option names."""
    return not name.replace("_", "").isalnum() or name.isdigit()


def _bound(text: str) -> float | None:
    if not text or text in (
        "INT_MIN",
        "INT_MAX",
        "FLT_MIN",
        "FLT_MAX",
        "DBL_MAX",
        "-FLT_MAX",
        "I64_MAX",
        "I64_MIN",
        "UINT32_MAX",
        "-DBL_MAX",
    ):
        return None
    try:
        return float(text)
    except ValueError:
        return None
