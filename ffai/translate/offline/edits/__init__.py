"""The language of edits: what people ask for, typed. Rules make them, the compiler turns them into commands.

Times are seconds; a time of END means the end of the file, a negative one counts from the end. Sizes are pixels.
A module per family; a new edit is a class in one of them, and is there as `edits.Name`.
"""

# ruff: noqa: F403
from ffai.translate.offline.edits.base import *
from ffai.translate.offline.edits.coding import *
from ffai.translate.offline.edits.delivery import *
from ffai.translate.offline.edits.files import *
from ffai.translate.offline.edits.picture import *
from ffai.translate.offline.edits.pictures import *
from ffai.translate.offline.edits.sound import *
from ffai.translate.offline.edits.streams import *
from ffai.translate.offline.edits.time import *
