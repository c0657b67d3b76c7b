"""The reason codes. They are stable: programs may depend on them."""

CODES = {
    "TXT_CONTROL": "The text holds a control character. Commands that people write have none; they can hide what is run.",
    "TXT_BIDI": "The text holds a character that changes the reading direction or has no width, so what is seen is not what is there.",
    "TXT_FENCE": "The text is Markdown, not a command: take what stands between the fences.",
    "TXT_LONG": "The text is longer than any command that is checked here.",
    "SH_UNPARSED": "The shell text could not be read, so nothing is known about what it would do.",
    "SH_HIDDEN_SUBST": "A command is hidden inside an expansion.",
    "SH_NODE": "The text uses a part of the shell language that is not carried out here.",
    "SH_UNKNOWN_PROGRAM": "The command starts a program other than ffmpeg, ffprobe and ffplay and the few that only name or list things.",
    "SH_DYNAMIC_WORD": "A word's value is only known when the shell runs it.",
    "SH_REDIR_TRUNC": "A redirect would empty or replace an existing file.",
    "SH_DELETE": "The command deletes files.",
    "SH_MOVE_OVER": "The command moves or copies over files.",
    "SH_ENV": "A variable is set that changes which code or files the program uses.",
    "FF_UNKNOWN_OPT": "The option is none that ffmpeg 5.1 to 9 has, so what it would do is not known.",
    "FF_UNKNOWN_FORMAT": "The format is none that ffmpeg 5.1 to 9 has, so which files it opens is not known.",
    "FF_OVERWRITE": "An output exists. Nothing that exists is replaced without being asked for by name.",
    "FF_SAME_FILE": "An output is one of the inputs: ffmpeg would empty it before reading it.",
    "FF_SIDE_FILE": "Besides its output the command writes another file that exists.",
    "FF_MULTI_OUT": "The output is a pattern, and files that it stands for exist.",
    "FF_DELETE_SEGMENTS": "The muxer is told to delete files that a playlist names.",
    "FF_DEVICE": "The output is a device.",
    "FF_NET_OUT": "The command sends to an address on the network.",
    "FF_NET_IN": "The command reads from an address on the network.",
    "FF_PROTO": "The protocol is none that is known here, or the list of allowed protocols is widened.",
    "FF_READ_SECRET": "The command reads a file that holds keys, passwords or the system's settings.",
    "FF_CODE": "The command loads program code from a file.",
    "FF_SCRIPT": "Options or filters come from a file that could not be read beforehand.",
    "FF_ENDLESS": "The command has no end of its own.",
    "FF_CAPTURE": "The command records a screen, a camera or a microphone.",
    "FF_GRAPH": "The filter graph could not be read.",
    "FF_NO_OUTPUT": "The command names no output.",
    "FS_SPECIAL": "The output is a device, a pipe or a folder, not a file.",
    "FS_CASE": "On this file system the output's name means a file that exists under another spelling.",
    "FS_SYSTEM": "The output lies in a folder of the system.",
}
CODES["RQ_DESTRUCTIVE"] = (
    "The request asks that files be deleted or replaced. Nothing that exists is lost here; the harmless part is offered instead."
)
CODES["RQ_HARM"] = (
    "The request asks for other programs to be run, for secrets, or for what harms the machine. ffai runs ffmpeg alone."
)
