"""The first stage: a request, the files given beside it and the folder it is made in become a Context.

The facts of the files that the request is surely about are asked for right away, so that ffprobe runs beside everything else.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from ffai.environment import Environment
from ffai.errors import Missing, UsageError
from ffai.look import folder, names, pattern
from ffai.look.kinds import MEDIA, kind_of
from ffai.values import Context, Entry, Media, Mention, Tools

LONGEST = 102_400
"""Characters in one request."""

_AHEAD = 3  # files that are probed before anybody asks for them


class Prober(Protocol):
    def prefetch(self, path: str) -> None: ...
    def get(self, path: str) -> Media | None: ...


def look(
    request: str,
    given: Sequence[str],
    env: Environment,
    tools: Tools,
    prober: Prober,
    *,
    output: str | None = None,
    output_dir: str | None = None,
) -> Context:
    """What the request is about. Raises UsageError for an empty or boundless request, Missing for a folder without media."""
    if not request.strip() and not given:
        raise UsageError("the request is empty", 'say what should happen: ffai "shrink this video for web"')
    if len(request) > LONGEST:
        raise UsageError(
            f"the request has {len(request):,} characters; more than {LONGEST:,} are not read",
            "say it shorter; a long list of files can be a pattern: *.mov",
        )
    listing = folder.read(env.cwd)
    mentions = names.find(request, listing, env.variables.get("HOME", ""))
    inputs = _given(given, env.cwd)
    for path in _surely_probed(inputs, mentions, listing.entries, env.cwd):
        prober.prefetch(path)
    return Context(
        request=request,
        cwd=env.cwd,
        given=inputs,
        mentions=mentions,
        folder=listing.entries,
        tools=tools,
        probe=prober.get,
        prefetch=prober.prefetch,
        capabilities=_capabilities(tools, env),
        output=output,
        output_dir=output_dir,
    )


def _given(given: Sequence[str], cwd: str) -> tuple[str, ...]:
    """The arguments as paths: a folder stands for its media files, a pattern that the shell left alone for its matches."""
    found: list[str] = []
    for name in given:
        if folder.is_folder(name, cwd):
            inside = folder.media_in(name, cwd)
            if not inside:
                raise Missing(f"there are no media files in the folder {name}", "name a file, or a folder that holds some")
            found.extend(inside)
        elif pattern.is_glob(name) and folder.status(name, cwd) is None:
            found.extend(pattern.matches(name, cwd) or (name,))
        else:
            found.append(folder.as_argument(name))
    return tuple(dict.fromkeys(found))


def _surely_probed(given: Sequence[str], mentions: Sequence[Mention], entries: Sequence[Entry], cwd: str) -> list[str]:
    """The files whose facts will be wanted: those named, else the one that "this video" is going to mean."""
    named = [*given]
    for mention in mentions:
        if mention.exists and not mention.is_address:
            named.extend(mention.matches if mention.is_pattern else (mention.path,))
    if not named:
        for kind in ("video", "audio", "image"):
            alike = [entry for entry in entries if entry.kind == kind]
            if alike:
                named = [folder.as_argument(max(alike, key=lambda entry: entry.modified).name)]
                break
    wanted: list[str] = []
    for path in dict.fromkeys(named):
        if len(wanted) == _AHEAD:
            break
        if kind_of(path) in MEDIA and folder.is_file(path, cwd):
            wanted.append(path)
    return wanted


def _capabilities(tools: Tools, env: Environment) -> Callable[[], object]:
    """The installed ffmpeg's tables, read when first asked for."""
    known: list[object] = []

    def capabilities() -> object:
        if not known:
            from ffai.tools.capabilities import load

            known.append(load(tools, env))
        return known[0]

    return capabilities
