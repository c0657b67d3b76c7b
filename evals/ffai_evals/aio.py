"""The eval room's library for asyncio. What runs commands has a process of its own, as in `ffai.aio`."""

from ffai.aio import in_process, in_thread
from ffai_evals import library

judge_answer = in_process(library.judge_answer)
run = in_process(library.run)
compare = in_thread(library.compare)
open_project = in_thread(library.open_project)
new_project = in_thread(library.new_project)
align = in_thread(library.align)
