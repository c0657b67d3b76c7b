"""Requests that ask for destruction, told from harmless ones that use the same words."""

import re

from ffai_guards.values import DENY, Reason

_FILES = r"(?:(?:all|every|each|any|the|my|these|those|other|old|original|source|existing|this|entire|whole|everything|of)\W+){0,5}(?:files?|videos?|movies?|clips?|originals?|sources?|folders?|director(?:y|ies)|recordings?|inputs?|disk|drive|\S+\.(?:mp4|mov|mkv|avi|wav|mp3|webm)|\*\.\w+|everything)\b"
_ROWS: tuple[tuple[str, str], ...] = (
    (
        rf"\b(?:delete|erase|wipe|shred|destroy|purge|unlink|trash)\W+{_FILES}",
        "files are not deleted here; the system's trash does that",
    ),
    (
        rf"\b(?:get rid of|clean up|empty|clear out)\W+(?:the |this |my )?(?:{_FILES}|folder|directory)",
        "files are not deleted here; the system's trash does that",
    ),
    (r"\brm\s+-\w*[rf]", "rm is not run here"),
    (
        r"\b(?:overwrite|overwriting|replace)\b[^.;]{0,40}\b(?:original|source|input|existing)\b",
        "the original is kept; the result gets a name of its own",
    ),
    (r"\bin[- ]place\b", "the original is kept; the result gets a name of its own"),
    (
        r"\b(?:then|and|afterwards?)\W+(?:delete|remove|erase)\W+(?:the |my )?(?:original|source|input|old)s?\b",
        "the original is kept; delete it yourself when you have looked at the result",
    ),
    (r"\bformat (?:the |my )?(?:disk|drive|partition|sd card)", "disks are not touched here"),
)
# "remove the audio", "delete the first 5 seconds", "erase the metadata": parts of a file, not files
_PARTS = re.compile(r"\b(?:audio|sound|subtitles?|metadata|tracks?|streams?|noise|silence|silent|seconds?|minutes?|frames?|chapters?|watermark|logo|background|part|section|bars?|borders?|intro|outro|scene|vocals?|grain|colou?rs?|first|last)\b", re.IGNORECASE)  # fmt: skip


def review(request: str) -> tuple[Reason, ...]:
    """Why a request is not carried out as it says; () for an ordinary one."""
    found = []
    for pattern, alternative in _ROWS:
        match = re.search(pattern, request, re.IGNORECASE)
        if match is None:
            continue
        part_of_a_file = "deleted" in alternative or match.group(0).lower().startswith("replac")
        if part_of_a_file and _PARTS.search(request[match.start() : match.end() + 12]):
            continue
        found.append(
            Reason(
                "RQ_DESTRUCTIVE",
                DENY,
                f"the request asks for the loss of files: {match.group(0)!r}",
                match.group(0),
                "",
                alternative,
            )
        )
    return tuple(found)
