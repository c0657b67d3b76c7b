"""Folders that are nobody's output, files that are nobody's media, and variables that change what a program does."""

SYSTEM_FOLDERS = tuple(
    """/bin /boot /dev /etc /lib /lib32 /lib64 /libx32 /proc /root/.ssh /run /sbin /sys /usr /var/lib /var/log /var/spool /var/run /var/cache /System /Library
    /private/etc /private/var/db /Applications /snap /nix /efi""".split()
)
OUTSIDE_SYSTEM = tuple(
    "/dev/shm /dev/null /dev/stdout /dev/stderr /dev/fd/1 /dev/fd/2 /proc/self/fd/1 /proc/self/fd/2 /dev/tty /usr/local/share".split()
)
# a folder or file with one of these names takes no output: shells, editors and git run what is in them
STARTUP_NAMES = frozenset(
    """.bashrc .bash_profile .bash_login .bash_logout .bash_aliases .profile .zshrc .zshenv .zprofile .zlogin .login .cshrc .kshrc .inputrc .vimrc .emacs
    .ssh .gnupg .aws .kube .docker .git .netrc .npmrc .pypirc .pgpass .my.cnf .Xauthority .xinitrc .xprofile .ladspa .frei0r-1 .lv2 .ffmpeg .gitconfig
    authorized_keys id_rsa id_ed25519""".split()
)
# files below these are read by no media command
PRIVATE_FOLDERS = tuple("/etc /proc /sys /boot /var/log /var/lib /var/spool /run /root/.ssh /private/etc".split())
PRIVATE_EXCEPT = tuple("/etc/fonts /etc/alternatives /proc/self/fd /proc/driver_ /run/media".split())
PRIVATE_PARTS = frozenset(
    """.ssh .gnupg .aws .netrc .kube .docker .git-credentials .pgpass .my.cnf .npmrc .pypirc .bash_history .zsh_history .python_history .mysql_history
    .password-store .mozilla .thunderbird .config .keychain .gitconfig .bashrc .zshrc .profile .bash_profile .env .Xauthority .azure .gcloud
    Keychains keyrings id_rsa id_dsa id_ecdsa id_ed25519 shadow gshadow sudoers wallet.dat .htpasswd .vault-token""".split()
)

# variables that may stand before the program, and what their value may be; everything else changes which code or files it uses
HARMLESS_VARIABLES = {
    **dict.fromkeys("AV_LOG_FORCE_COLOR AV_LOG_FORCE_NOCOLOR AV_LOG_FORCE_256COLOR NO_COLOR TERM COLUMNS LINES".split(), r"[\w.-]*"),
    **dict.fromkeys("LANG LC_ALL LC_NUMERIC LC_TIME LC_CTYPE LC_MESSAGES LC_COLLATE LANGUAGE".split(), r"[\w.@:-]*"),
    "TZ": r"[A-Z][\w+-]*(/[A-Za-z][\w+-]*)*|[A-Z]{3,4}-?\d*",
    **dict.fromkeys("CUDA_VISIBLE_DEVICES CUDA_DEVICE_ORDER OMP_NUM_THREADS SVT_LOG MALLOC_ARENA_MAX OPENBLAS_CORETYPE NVIDIA_VISIBLE_DEVICES".split(), r"[\w,.:-]*"),
    "LIBVA_DRIVER_NAME": r"[A-Za-z0-9]+",
    "VDPAU_DRIVER": r"[A-Za-z0-9]+",
}  # fmt: skip
# a variable of such a name is never set, even as one of the shell's own: what is started gets to see it
DANGEROUS_VARIABLE = (
    r"(LD_|DYLD_|FFREPORT|FFMPEG|FFPROBE|FFPLAY|AV_|LADSPA|FREI0R|LV2_|OCL_|OPENCL|VK_|ALSA|LIBVA|VDPAU|GCONV|FONTCONFIG|FC_|SDL|PATH$|HOME$|IFS$"
    r"|TMPDIR$|BASH|ENV$|PS\d$|PROMPT|SHELL|CDPATH|GLOB|POSIX|PYTHON|PERL|NODE_|RUBY|DISPLAY|PULSE|XDG_|MALLOC|GLIBC|NLSPATH|LOC|TERMINFO|IPFS|USER$"
    r"|OLDPWD$|PWD$|UID$|EUID$|PPID$|HIST|MAIL|EDITOR|VISUAL|PAGER|LESS|GIT_|SSH_|DBUS|WAYLAND|EXECIGNORE|FUNCNEST|INPUTRC|AUDIODEV|JACK_|CURL|SSL_"
    r"|http_proxy|https_proxy|all_proxy|no_proxy|HTTP_PROXY|HTTPS_PROXY|ALL_PROXY|NO_PROXY|REQUESTS|RANDOM$|SECONDS$|LINENO$|DIRSTACK|GROUPS)"
)
