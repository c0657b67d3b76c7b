"""What a request needs at hand, and the first half of its road: look, translate, read, check, guard."""

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from ffai import config
from ffai.commands.wish import Wish
from ffai.environment import Environment
from ffai.errors import ModelFailed
from ffai.look.context import look
from ffai.record import Recorder
from ffai.tools.locate import find_tools
from ffai.tools.probe import Prober
from ffai.values import Context, Proposal, Tools

if TYPE_CHECKING:
    from ffai_guards.policy import Policy

    from ffai.errors import Refused
    from ffai.read import Plan
    from ffai.running.outcome import Outcome


class Desk(NamedTuple):
    """What one request needs at hand."""

    wish: Wish
    env: Environment
    settings: config.Settings
    tools: Tools
    prober: Prober
    recorder: Recorder
    outcomes: "list[Outcome]"  # of the runs so far


def open_desk(wish: Wish, env: Environment) -> Desk:
    """Settings, with flags over them, the ffmpeg in use, and the record."""
    settings = _chosen(wish, config.load(env), env)
    tools = find_tools(env, settings)
    return Desk(wish, env, settings, tools, Prober(tools, env.cwd), Recorder(env, on=settings.log and not wish.no_log), [])


def _chosen(wish: Wish, settings: config.Settings, env: Environment) -> config.Settings:
    """The settings with the profile and the flags over them. `-m auto` leaves the model as it is: it says when to ask it."""
    model = settings.model if wish.model in ("", "auto") else wish.model
    if model.startswith("@"):
        kept = "" if settings.model.startswith("@") else settings.model
        settings = config.in_profile(env, model[1:], settings._replace(model=kept))
    else:
        settings = settings._replace(model=model)
    if wish.samples:
        settings = settings._replace(samples=config.value_of("samples", wish.samples, "--samples"))
    return settings._replace(api_base=wish.api_base or settings.api_base, prompt=wish.prompt or settings.prompt)


def look_for(request: str, desk: Desk) -> Context:
    """What the request is about."""
    wish = desk.wish
    return look(
        request,
        wish.given,
        desk.env,
        desk.tools,
        desk.prober,
        output=wish.output,
        output_dir=wish.output_dir or desk.settings.output_dir or None,
    )


def make_plan(request: str, desk: Desk) -> "Plan":
    """Looks, translates, reads, checks and guards."""
    context = look_for(request, desk)
    # what every request needs is imported now, while the probe is under way
    from ffai import documents
    from ffai.checking import check
    from ffai.read import weigh

    del check, documents
    if not (desk.wish.line or desk.wish.print):
        from ffai.show import preview

        del preview
    if _asks_model(desk):
        from ffai.translate import model

        del model
    else:
        from ffai.translate import offline

        del offline
    if is_command(request):
        return weigh(
            Proposal(translator="given", understood=True, confidence=1.0, text=request.strip()), context, policy_of(desk.env)
        )
    proposal = translate(context, desk)
    if not proposal.understood or proposal.words_unused:
        _refuse_destruction(request, () if not proposal.understood else proposal.words_unused)
    elif _speaks_of_loss(request):
        proposal = _without_loss(request, proposal)
    return weigh(proposal, context, policy_of(desk.env))


def is_command(request: str) -> bool:
    """Whether the request is a command already, and not words about one ("ffmpeg: shrink talk.mp4")."""
    program, _, rest = request.strip().partition(" ")
    return os.path.basename(program) in ("ffmpeg", "ffprobe") and rest.lstrip().startswith("-")


def policy_of(env: Environment) -> "Policy":
    """The user's own policy for the guard: guard.toml beside the settings. Raises UsageError for one that cannot be used."""
    from ffai_guards.policy import PolicyError, load

    try:
        return load(f"{env.config_dir}/guard.toml")
    except PolicyError as problem:
        from ffai.errors import UsageError

        raise UsageError(str(problem), "nothing is weighed with a policy that cannot be read") from None


# beginnings of words that a request for the loss of files has; only with one of them is the rest looked at
_LOSS = tuple(
    "delet eras wip shred destroy purg unlink trash remov nuk oblit annihil vapor elimin discard scrap ditch junk bin lose kill drop dispos"
    " rid throw blow clean tidy clear empty corrupt scrambl zero truncat del rm replac overwrit over place same mkfs dd /dev/ format"
    " curl wget netcat scp rsync ssh sudo chmod chown chgrp chattr setfacl apt yum dnf pacman brew snap pip3 npm pkill killall systemctl launchctl crontab iptables shutdown"
    " reboot restart hibernat crash brick freez computer machine laptop server process program service tasks fork :()"
    " virus malware spyware keylog ransom rootkit backdoor trojan worm botnet gpg pgp rsa private wallet passw passphrase credential shadow seed cookie history .env token /etc/ /. id_".split()
)


_KEPT = "the original is kept"


def _speaks_of_loss(request: str) -> bool:
    text = request.lower()
    return any(word in text for word in _LOSS)


def _without_loss(request: str, proposal: Proposal) -> Proposal:
    """The proposal of an understood request, saying that what it asks to replace is kept. Raises Refused when it asks for a deletion."""
    from ffai_guards.requests import review

    reasons = review(request)
    if not reasons or proposal.replaces:
        return proposal
    losing = next((r for r in reasons if not r.alternative.startswith(_KEPT)), None)
    if losing is not None:
        from ffai.errors import Refused

        raise Refused(losing.text, losing.alternative)
    return proposal._replace(assumptions=tuple(dict.fromkeys((*proposal.assumptions, *(r.alternative for r in reasons)))))


def _refuse_destruction(request: str, unused: tuple[str, ...]) -> None:
    """Raises Refused for a request that asks for files to be deleted or replaced: saying "not understood" would be no answer.

    Of a request that was understood but for the words in `unused`, it is refused only when one of those is what asks for the loss.
    """
    from ffai_guards.requests import review

    reasons = [
        r
        for r in review(request)
        if not unused or not r.alternative.startswith(_KEPT) or any(word.lower() in r.words.lower().split() for word in unused)
    ]
    if reasons:
        from ffai.errors import Refused

        raise Refused(reasons[0].text, reasons[0].alternative)


def translate(context: Context, desk: Desk) -> Proposal:
    """The proposal of the translator in force: offline, a model, or auto: offline first, the model when that is at a loss."""
    if _asks_model(desk):
        return _model(context, desk)
    if desk.settings.model in ("", "auto", "offline"):
        return _offline(context)
    proposal = _offline(context)
    if proposal.answer is not None or (proposal.understood and not proposal.words_unused):
        return proposal
    try:
        return _model(context, desk)
    except ModelFailed as error:
        if not proposal.understood:
            raise
        return proposal._replace(assumptions=(*proposal.assumptions, f"by the rules alone: {error.message}"))


def _asks_model(desk: Desk) -> bool:
    """Whether a model was named for this very request: then the rules are not even imported."""
    return not {desk.wish.model, desk.settings.model} & {"", "auto", "offline"}


def _model(context: Context, desk: Desk) -> Proposal:
    from ffai.show.waiting import Waiting
    from ffai.translate.model import translate as by_model

    with Waiting(desk.env, desk.settings.model) as waiting:
        return by_model(context, desk.settings, desk.env, waiting.watch)


def _offline(context: Context) -> Proposal:
    from ffai.translate.offline import translate as by_rules

    return by_rules(context)


def remember(plan: "Plan", desk: Desk) -> None:
    """The request's line in the record."""
    from ffai.documents import asked_document, commands_of

    proposal = plan.proposal
    facts: dict[str, Any] = {
        "cwd": plan.context.cwd,
        "request": plan.context.request,
        "given": plan.context.given,
        "translator": proposal.translator,
        "understood": proposal.understood,
        "confidence": round(proposal.confidence, 4),
        "assumptions": proposal.assumptions,
        "words_unused": proposal.words_unused,
        "question": proposal.question,
        "answer": proposal.answer,
        "commands": commands_of(plan),
        "verdict": plan.level,
        "findings": [finding.code for finding in plan.findings],
        "asked": asked_document(proposal),
    }
    desk.recorder.write("request", **{name: value for name, value in facts.items() if value not in (None, "", [], ())})


def remember_refusal(request: str, refused: "Refused", desk: Desk) -> None:
    """The line of a request that was refused for what it asks."""
    facts = {"cwd": desk.env.cwd, "request": request, "translator": desk.settings.model or "offline", "understood": False}
    desk.recorder.write("request", **facts, verdict="deny", refused=refused.message)
