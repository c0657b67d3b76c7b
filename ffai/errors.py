"""Every expected failure, with the exit code it ends in and what the user can do next.

FfaiError
  UsageError (2)            the command line itself is wrong
  NotUnderstood (3)         no command could be made of the request
  Refused (4)               the guard says no
  Declined (5)              the user said no, or nobody could be asked
  Missing (6)               ffmpeg or an input is not there
  ModelFailed (7)           the model could not be reached or gave no usable answer
    Unreached (7)           nothing came from the model at all: no connection, too busy, the day's limit
  RunFailed (1)             ffmpeg ran and failed, or its result could not be put in place
  Interrupted (130)         Ctrl-C
"""

from enum import IntEnum


class ExitStatus(IntEnum):
    DONE = 0
    FAILED = 1
    USAGE = 2
    NOT_UNDERSTOOD = 3
    REFUSED = 4
    DECLINED = 5
    MISSING = 6
    MODEL = 7
    INTERRUPTED = 130


class FfaiError(Exception):
    """An expected failure: `message` says what happened and why, `next_step` what to do about it."""

    status = ExitStatus.FAILED

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


class UsageError(FfaiError):
    status = ExitStatus.USAGE


class NotUnderstood(FfaiError):  # noqa: N818 - named for what happened, like the other leaves
    status = ExitStatus.NOT_UNDERSTOOD


class Refused(FfaiError):  # noqa: N818
    status = ExitStatus.REFUSED


class Declined(FfaiError):  # noqa: N818
    status = ExitStatus.DECLINED


class Missing(FfaiError):  # noqa: N818
    status = ExitStatus.MISSING


class ModelFailed(FfaiError):  # noqa: N818
    status = ExitStatus.MODEL


class Unreached(ModelFailed):
    pass


class RunFailed(FfaiError):  # noqa: N818
    status = ExitStatus.FAILED


class Interrupted(FfaiError):  # noqa: N818
    status = ExitStatus.INTERRUPTED
