"""A probe started before anything else is imported: looking into a file takes as long as all of our own work.

The file that a request is most likely about is guessed from its words and the folder. The Prober takes the running probe up when
it would have started the very same one; else it is ended. A wrong guess costs a process that only read.

What such a probe found is kept: while the file and ffprobe are the same, by inode, size and both times, nothing is started at all.
"""

import os
import sys
import time

_MEDIA = frozenset("mp4 mov mkv webm avi m4v ts mts mpg flv wmv mp3 wav m4a flac ogg opus aac gif".split())
_MOST = 200  # entries of a folder that are looked at

running: dict[tuple[str, ...], tuple[int, int, int]] = {}
"""argv -> (process, its standard output, its standard error)."""

known: dict[tuple[str, ...], str] = {}
"""argv -> what that probe printed, when it was asked before."""

_keys: dict[tuple[str, ...], tuple[object, ...]] = {}
_KEPT = 64  # probes that are kept, the last ones used
_STILL = 2 * 10**9  # nanoseconds that a file must have been left alone: a second change within one tick would not show


def start(arguments: list[str]) -> None:
    """Starts ffprobe on the file that is probably meant. Never fails."""
    variables = os.environ
    if any(name in variables for name in ("FFAI_FFMPEG", "FFAI_FFPROBE")) or not sys.platform.startswith("linux"):
        return
    try:
        path = _guess(arguments)
        probe = path and _ffprobe(variables.get("PATH", ""))
        if path and probe:
            argv = probe_argv(probe, path)
            key = _key(path, probe)
            if "--no-log" not in arguments and abs(time.time_ns() - os.stat(path).st_ctime_ns) > _STILL:
                _keys[tuple(argv)] = key
            for kept_key, printed in _kept():
                if kept_key == key:
                    known[tuple(argv)] = printed
                    return
            running[tuple(argv)] = spawn(argv)
    except (OSError, ValueError, TypeError):
        return


def keep(argv: tuple[str, ...], printed: str) -> None:
    """Keeps what a probe of `start` printed, unless the file has been changed since, or had been just before."""
    from ffai.tools import cache

    key = _keys.pop(argv, None)
    if key is None or len(printed) > 100_000:
        return
    path = argv[-1].removeprefix("file:")
    try:
        if _key(path, argv[0]) == key:
            rest = [entry for entry in _kept() if entry[0][0] != path]
            cache.store(_note(), [(key, printed), *rest][:_KEPT])
    except OSError:
        return


def _key(path: str, probe: str) -> tuple[object, ...]:
    file, program = os.stat(path), os.stat(probe)
    return (
        path,
        *(file.st_dev, file.st_ino, file.st_size, file.st_mtime_ns, file.st_ctime_ns),
        *(probe, program.st_ino, program.st_size, program.st_mtime_ns),
    )


def _kept() -> list[tuple[tuple[object, ...], str]]:
    from ffai.tools import cache

    return cache.load(_note()) or []


def _note() -> str:
    """Where it is kept: the folder of Environment.cache_dir, without its imports (a test holds them together)."""
    variables = os.environ
    base = variables.get("XDG_CACHE_HOME", "").strip() or os.path.expanduser("~/.cache")
    return os.path.join(variables.get("FFAI_CACHE_DIR") or f"{base}/ffai", "probes")


def _guess(arguments: list[str]) -> str:
    words = [w for a in arguments for w in ((a, *a.split()) if len(a) < 2000 else ())]
    for word in words:
        word = word.strip("'\"`,;:!?")
        if "." in word and word.rpartition(".")[2].lower() in _MEDIA and os.path.isfile(word):
            return os.path.join(os.getcwd(), word)
    found = ""
    with os.scandir(".") as entries:
        for number, entry in enumerate(entries):
            if number > _MOST:
                return ""
            if entry.name.rpartition(".")[2].lower() in _MEDIA and not entry.name.startswith("."):
                if found:
                    return ""
                found = entry.name
    return os.path.join(os.getcwd(), found) if found and os.path.isfile(found) and os.path.getsize(found) else ""


def _ffprobe(path_variable: str) -> str:
    for folder in path_variable.split(os.pathsep):
        if folder and os.access(f"{folder}/ffmpeg", os.X_OK):
            return f"{folder}/ffprobe" if os.access(f"{folder}/ffprobe", os.X_OK) else ""
    return ""


def probe_argv(ffprobe: str, real: str) -> list[str]:
    return [
        ffprobe,
        "-v",
        "error",
        "-protocol_whitelist",
        "file,crypto,data",
        "-show_streams",
        "-show_format",
        "-show_chapters",
        "-of",
        "json",
        f"file:{real}",
    ]


def spawn(argv: list[str]) -> tuple[int, int, int]:
    """Starts a program with its output in pipes: (process, standard output, standard error). Raises OSError.

    Without the subprocess module, whose import costs as much as all of our own.
    """
    out_read, out_write = os.pipe()
    err_read, err_write = os.pipe()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LD_", "FFREPORT", "AV_"))}
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, out_write, 1),
        (os.POSIX_SPAWN_DUP2, err_write, 2),
    ]
    try:
        pid = os.posix_spawn(argv[0], argv, environment, file_actions=actions)
    except OSError:
        os.close(out_read)
        os.close(err_read)
        raise
    finally:
        os.close(out_write)
        os.close(err_write)
    return pid, out_read, err_read
