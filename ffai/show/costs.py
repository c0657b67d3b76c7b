"""`ffai history --cost`: what models have cost."""

import time

from ffai.environment import Environment
from ffai.translate.model import costs


def give_costs(env: Environment, *, as_json: bool) -> None:
    """Today, the last 30 days and all, by model; amounts whose price is not known are counted apart."""
    now = time.localtime()
    midnight = time.mktime((now.tm_year, now.tm_mon, now.tm_mday, 0, 0, 0, 0, 0, -1))
    spans = (("today", midnight), ("30 days", time.time() - 30 * 86400), ("in all", 0.0))
    if as_json:
        from ffai.documents import dump

        document = {name.replace(" ", "_"): [each._asdict() for each in costs.totals(env, since)] for name, since in spans}
        env.stdout.write(dump({"v": 1, **document}) + "\n")
        return
    from ffai.show.style import clean, style_of

    style = style_of(env.stdout, env.variables)
    everything = costs.totals(env)
    if not everything:
        env.stdout.write("no model has been asked yet\n")
        return
    column = max(len(each.model) for each in everything)
    for name, since in spans:
        sums = costs.totals(env, since)
        env.stdout.write(style.paint("bold", name) + f"  ${sum(each.cost for each in sums):.4f}\n")
        for each in sums:
            unknown = f"  ({each.unknown} of unknown price)" if each.unknown else ""
            env.stdout.write(
                f"  {clean(each.model).ljust(column)}  ${each.cost:.4f}  {each.answers} answer{'s' if each.answers != 1 else ''}  "
                f"{each.tokens_in:,} + {each.tokens_out:,} tokens{unknown}\n"
            )
