"""What a model would be sent, shown and not sent."""

from ffai.desk import Desk, look_for
from ffai.errors import ExitStatus


def show_prompt(request: str, desk: Desk) -> int:
    """Writes every message that would go to the model, and where it would go. No key is needed, and none is shown."""
    from ffai.show.style import clean, style_of
    from ffai.translate.model import prompting
    from ffai.translate.model.masks import Mask

    settings, env = desk.settings, desk.env
    messages = prompting.messages(look_for(request, desk), settings, Mask(on=settings.mask_names))
    if desk.wish.json:
        from ffai.documents import dump

        document = {"v": 1, "model": settings.model, "api_base": settings.api_base, "messages": messages}
        env.stdout.write(dump(document) + "\n")
        return ExitStatus.DONE
    style = style_of(env.stdout, env.variables)
    for message in messages:
        env.stdout.write(style.paint("bold", f"--- {message['role']}") + "\n")
        env.stdout.write("".join(style.plain(clean(line)) + "\n" for line in message["content"].splitlines()))
    return ExitStatus.DONE
