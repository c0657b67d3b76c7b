"""Effects that hold for a part of the time: the filter's own timeline option where it has one, else the part laid over the rest."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.job import Job, enable
from ffai.translate.offline.compile.work import Work


def only_during(job: Job, work: Work, since: int) -> None:
    """Limits the filters of the picture that were added from position `since` on to the time that is said."""
    during = work.get(e.During)
    if during is None:
        return
    when = enable(during.when)
    for n, node in enumerate(job.video[since:], since):
        if "enable=" in node.text:
            continue  # has a time of its own
        names = [] if "{in}" in node.text else [part.split("=")[0] for part in node.text.split(",") if part[:1].isalpha()]
        if (
            len(names) == 1 and work.capabilities.filters[names[0]].timeline
            if names[:1] and names[0] in work.capabilities.filters
            else False
        ):
            text = node.text + (when if "=" in node.text else "=" + when[1:])
        else:
            inner = node.text if "{in}" in node.text else f"{{in}}{node.text}{{out}}"
            inner = inner.replace("{in}", "[du{n}]").replace("{out}", "[dv{n}]")
            text = f"{{in}}split[da{{n}}][du{{n}}];{inner};[da{{n}}][dv{{n}}]overlay=format=auto{when}{{out}}"
        job.video[n] = node._replace(text=text)
