# ffai shell integration for fish 3.1 and later:  ffai shell init fish | source   then type a request and press Ctrl-G
if status is-interactive
function __ffai_say
    printf '\r\n%s\n' (string replace -ra '[[:cntrl:]]' ' ' -- "$argv") >/dev/tty
    string repeat -N \n --count=(math (count (fish_prompt)) - 1) >/dev/tty
    commandline -f repaint
end
function __ffai_widget
    set -l req (commandline -b | string collect)
    if not string match -qr '\S' -- $req
        __ffai_say 'ffai: type what you want, then press Ctrl-G'
        return 0
    end
    set -l bin ffai; set -q FFAI_BIN; and set bin $FFAI_BIN
    set -l saved (command stty -g </dev/tty 2>/dev/null); command stty -isig </dev/tty 2>/dev/null
    set -l out (command $bin widget --shell fish -- $req </dev/tty 2>/dev/null)
    set -l rc $status
    test -n "$saved"; and command stty $saved </dev/tty 2>/dev/null
    if test $rc -eq 0 -a (count $out) -eq 1; and not string match -qr '[\x00-\x1f\x7f-\x{9f}]' -- $out
        commandline -r -- $out
        commandline -f end-of-buffer repaint
    else if test $rc -ne 130
        test -n "$out"; or set out "ffai: failed (exit $rc); your line was kept"
        __ffai_say "$out"
    else
        commandline -f repaint
    end
end
bind \cg __ffai_widget
bind -M insert \cg __ffai_widget
end
