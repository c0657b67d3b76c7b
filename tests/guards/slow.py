"""Texts that are made to take long: the guard's CPU time on each, in milliseconds. slow.py"""

import time

from ffai_guards import guard

_NUMBERED = "".join(f"a{i}=(x y z)\n" for i in range(12))
TEXTS = (
    "ffmpeg " + "a " * 50_000, "(" * 100_000, "$(" * 50_000, "{" * 100_000, "`" * 100_000, "if true; then " * 10_000, "a" * 100_000, '"' * 99_999,
    "$'" * 50_000, "ffmpeg $'" + "\\n" * 1_900 + "' x", "ffmpeg -i " + "concat:" * 2_000 + "a", "ffmpeg -vf '" + "[" * 10_000 + "' a",
    "echo {1..99999}{1..99999}", "! " * 5_000 + "ffmpeg", "a && " * 3_000 + "b", "a=(x)\n" * 600, "".join(f"a{i}=(x)\n" for i in range(400)),
    _NUMBERED + "ffmpeg -i " + " ".join(f'"${{a{i}[@]}}"' for i in range(12)) * 10, "echo " + "$(( " * 30 + "1" + " ))" * 30,
    "echo " + "$(($(date)+1)) " * 150, "echo " + "$(($(echo " * 12 + "1" + ")+1))" * 12, "ffmpeg -i a " + "$(echo " * 30 + "x" + ")" * 30,
    'ffmpeg -i a "$(echo ' + "a" * 1_500 + " | sed 's/" + "a*" * 300 + "b/x/')\"", 'ffmpeg -i a "$(echo ' + "a" * 60 + "! | sed -E 's/(a+)+$/x/')\"",
    'ffmpeg -i a "$(echo ' + "a" * 900 + "! | sed 's/a*a*$/x/')\"", 'ffmpeg -i a "$(ls | grep -o \'' + "[0-9]*" * 600 + "')\"",
    "IFS=$'\\n'; for f in " + "$(ls) " * 100 + "; do ffmpeg -i $f x; done", "ffmpeg -vf " + "metadata=print:file=a," * 600 + "null -i x y",
    "ffmpeg -i a -f tee '" + "|".join(f"[f=hls]a{i}.m3u8" for i in range(300)) + "'",
    "ffmpeg -x264-params " + ":".join(f"stats=a{i}" for i in range(500)) + " -i a b.mp4", "[[ " + "a " * 1_500 + "]]", "cat <<'E'\n" + "x\n" * 7_000 + "E\n",
)  # fmt: skip
# long, and read all the same: the time goes with the work
READ = {
    "2,000 steps of a loop": "for i in {1..2000}; do ffmpeg -i a $i.mp4; done",
    "4,000 characters of shell": "ffmpeg -i a b\n" * 280,
    "1,500 inputs": "ffmpeg " + "-i a.mp4 " * 1_500 + " b.mp4",
}


def taken(text: str) -> float:
    """Milliseconds of CPU time, the best of three."""
    times = []
    for _ in range(3):
        start = time.process_time()
        guard(text, "/nonexistent")
        times.append((time.process_time() - start) * 1000)
    return min(times)


def slowest() -> list[tuple[float, str]]:
    """(milliseconds, the text's beginning), the slowest first."""
    return sorted(((taken(text), text[:60].replace("\n", " ")) for text in TEXTS), reverse=True)


if __name__ == "__main__":
    found = slowest()
    for milliseconds, text in (*found[:4], *((taken(text), name) for name, text in READ.items())):
        print(f"{milliseconds:.0f} ms  {text}")
    print(
        f"| texts made to take long, over 50 ms of CPU time (slowest {found[0][0]:.0f} ms) | {len(found)} | {sum(ms > 50 for ms, _ in found)} |"
    )
