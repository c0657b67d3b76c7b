"""What the documents print is what the program does: the session in the README, every command in the tour, the rooms' commands."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli.world import World

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
PAGES = sorted(p for p in ROOT.glob("**/*.md") if not {".venv", "node_modules", "build"} & set(p.parts))
GENERATED = {ROOT / "docs" / "reference" / f"{name}.md" for name in ("commands", "settings", "codes", "api")}


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


@pytest.fixture(scope="session")
def media(tmp_path_factory):
    folder = tmp_path_factory.mktemp("media")
    picture = ["-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=10"]
    sound = ["-f", "lavfi", "-i", "sine=frequency=440:duration=10"]
    code = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    make = ["ffmpeg", "-v", "error", "-nostdin"]
    subprocess.run([*make, *picture, *sound, *code, folder / "talk.mp4"], check=True)
    subprocess.run([*make, "-i", folder / "talk.mp4", "-c", "copy", folder / "talk.mov"], check=True)
    subprocess.run([*make, *sound, folder / "tone.wav"], check=True)
    return folder


@pytest.fixture
def place(world: World, media):
    for path in media.iterdir():
        (world.work / path.name).write_bytes(path.read_bytes())
    return world


def _plain(text):
    """Without what differs from one encoder or machine to the next: amounts of bytes, and blanks."""
    text = re.sub(r"(about )?[\d.]+(–[\d.]+)? [kMG]?B", "SIZE", text)
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def test_the_session_of_the_readme_is_a_real_one(place):
    block = README.split("```console\n$ ffai ", 1)[1].split("```", 1)[0]
    request, shown = block.split("\n", 1)
    (place.work / "talk.mov").unlink()
    done = place.run("--dry-run", *shlex.split(request), COLUMNS="100")
    printed = _plain(shown)
    assert printed[-1].startswith("run · edit"), "the keys stand last"
    real = _plain(done.out + done.err)
    missing = [line for line in printed[:-1] if line not in real]
    assert not missing, (missing, real)


def _sessions():
    """Every command with output that a page shows, but for the README's, which a preview cuts."""
    found = []
    for page in PAGES:
        for block in re.findall(r"```console\n(.*?)```", page.read_text() if page.name != "README.md" else "", re.DOTALL):
            found += [(page.name, said) for said in re.split(r"^\$ ffai ", block, flags=re.MULTILINE)[1:]]
    return found


@pytest.mark.parametrize(("page", "said"), _sessions(), ids=lambda text: text.split("\n")[0])
def test_what_a_page_shows_is_what_is_said(place, page, said):
    command, _, shown = said.partition("\n")
    (place.work / "talk.mov").unlink()
    (place.work / "tone.wav").unlink()
    words = shlex.split(command)
    if words == ["undo"]:
        place.run("--yes", "keep the first 2 seconds of talk.mp4 as start.mp4")
    done = place.run(*words, COLUMNS="100")
    real = _plain(done.out + done.err)
    assert real
    missing = [line for line in _plain(shown) if line not in real]
    assert not missing, (missing, real)


def _how_to():
    return [
        line[9:]
        for line in (ROOT / "docs" / "howto.md").read_text().splitlines()
        if re.match(r'    ffai (-o|--output-dir|")', line)
    ]


@pytest.mark.parametrize("command", _how_to())
def test_every_request_of_the_how_tos_is_understood(place, command):
    done = place.run("--dry-run", *shlex.split(command))
    assert done.status == 0, (command, done.err)


def _tour():
    rows = [line for line in README.splitlines() if line.startswith("| `")]
    return [row.split("`")[1] for row in rows]


_ELSEWHERE = (
    "eval ",
    "ffai -m ",
    "ffai undo",
    "ffai eval run",
    "ffai mcp",
    "ffai studio",
)  # the shell's own words, a server, a run to take back


@pytest.mark.parametrize("command", [c for c in _tour() if not c.startswith(_ELSEWHERE) and c != "ffai"])
def test_every_command_of_the_tour_works(place, command):
    words = shlex.split(command)[1:]
    if words[0] not in ("explain", "guard", "doctor") and not words[0].startswith("-"):
        words.insert(0, "--dry-run")
    done = place.run(*words)
    assert done.status in ((0, 3, 4) if words[0] == "guard" else (0,)), (command, done.out, done.err)
    assert done.out + done.err


def _commands():
    """The names of ffai's own commands that any document speaks of."""
    found = set()
    for page in PAGES:
        for said in re.findall(r"(?:`|^    |\$ )ffai ([a-z]+)(?: ([a-z][a-z-]*))?", page.read_text(), re.MULTILINE):
            found.add(said)
    return sorted(found)


@pytest.mark.parametrize("said", _commands(), ids=" ".join)
def test_every_command_that_is_spoken_of_is_there(world, said):
    from ffai.commands.table import COMMANDS

    name, sub = said
    if name not in COMMANDS:
        assert name in {"shrink", "cut", "convert"}, f"ffai {name} is no command"
        return
    done = world.run(name, "--help")
    assert done.status == 0, done.err
    subs = re.findall(r"^  ([a-z-]+) ", done.out.split("Commands:")[1], re.MULTILINE) if "Commands:" in done.out else []
    if subs and sub:
        if name == "config":  # `ffai config KEY VALUE`
            from ffai.config import Settings

            subs += [sub] * any(field.startswith(sub) for field in Settings._fields)
        assert sub in subs, f"ffai {name} {sub} is no command"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_and_paths_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
        place = (page.parent / target).resolve()
        assert target.startswith("http") or place.exists() or place in GENERATED, target
    for path in re.findall(r"`((?:ffai|guards|evals|shell|tests)/[\w./-]+)`", page.read_text()):
        assert (ROOT / path).exists() or (page.parent / path).exists(), path


def test_the_site_is_built_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path / "site"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    pages = {str(p.relative_to(tmp_path / "site")): p.read_text() for p in tmp_path.rglob("*.html")}
    assert {"index.html", "tutorial.html", "reference/commands.html", "reference/api.html", "contributing.html"} <= set(pages)
    for name, text in pages.items():
        assert not re.search(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=.(?:https?:)?//", text), name
        assert "<!-- from" not in text, name
    assert "ffai eval align" in pages["reference/commands.html"]
    assert "FF_SAME_FILE" in pages["reference/codes.html"]
    assert "dangerous lines of the corpus" in pages["explanation/guard.html"]
    assert 'id="ffairun"' in pages["reference/api.html"]


@pytest.mark.parametrize("name", ["ffai.1", "_ffai"])
def test_the_man_page_and_the_completion_are_the_programs_own(name):
    code = f"import runpy, sys; sys.path.insert(0, '.'); print(runpy.run_path('docs/site.py')['MADE'][{name!r}](), end='')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == (ROOT / "man" / name).read_text(), "run: ./dev docs"


def test_zsh_completes_from_the_file_in_the_wheel():
    if not shutil.which("zsh"):
        pytest.skip("there is no zsh here")
    code = f"fpath=({ROOT}/man $fpath); autoload -Uz compinit; compinit -u -D; print $_comps[ffai]; autoload +X _ffai && print loaded"
    done = subprocess.run(["zsh", "-fc", code], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["_ffai", "loaded"], done.stderr


def test_every_fragment_of_the_changelog_is_a_list():
    for path in (ROOT / "changelog.d").glob("*.md"):
        assert all(line.startswith(("- ", "  ")) for line in path.read_text().splitlines() if line), path
