# ffai in fish 3.1 and later:  ffai shell init fish | source   then type a request and press Ctrl-G
if not status is-interactive
    true
else if string match -qr '^([0-2]\.|3\.0)' -- $version
    echo "ffai: the key needs fish 3.1 or later, and this is $version; ffai itself works here" >&2
else
    function __ffai_say
        printf '\r\n%s\n' (string replace -ra '[\x00-\x1f\x7f-\x{9f}]' ' ' -- "$argv") >/dev/tty
        __ffai_fresh
    end
    # repaint climbs over the lines of the prompt, and the rows above the cursor, before it draws: they are given to it
    function __ffai_fresh
        string repeat -N \n --count=$__ffai_rows >/dev/tty 2>/dev/null
        commandline -f repaint
    end
    function __ffai_widget
        set -l req (commandline -b | string collect)
        set -l prompt (fish_prompt) # once: a prompt may take its time
        set -l last (string replace -ra '\e\[[0-9;]*[a-zA-Z]' '' -- $prompt[-1])
        set -g __ffai_rows (math "floor(("(string length -- "$last")" + "(commandline -C)") / $COLUMNS) + "(commandline -L)" - 2 + "(count $prompt))
        set -l bin ffai
        set -q FFAI_BIN; and set bin $FFAI_BIN
        set -l saved (command stty -g </dev/tty 2>/dev/null)
        set -l explained 0
        if string match -qr '^\s*((sudo|nice|time|command)\s+)*(\S*/)?ff(mpeg|probe)(\s|$)' -- $req
            set explained 1
            printf '\r\n' >/dev/tty
        end
        command stty -isig </dev/tty 2>/dev/null
        set -l out (command $bin widget --shell fish --status -- "$req" </dev/tty 2>/dev/null)
        set -l rc $status
        test -n "$saved"; and command stty $saved </dev/tty 2>/dev/null
        set -l note
        if test (count $out) -eq 2; and string match -q 'ffai: *' -- $out[2]
            set note $out[2]
            set out $out[1]
        end
        if test $rc -eq 0 -a (count $out) -eq 1; and test -n "$out"; and not string match -qr '[\x00-\x1f\x7f-\x{9f}]' -- $out $note
            commandline -r -- $out
            if test -n "$note"
                __ffai_say $note
            else
                commandline -f repaint
            end
        else if test $rc -eq 127
            __ffai_say "ffai: $bin is not found on the PATH; your line was kept"
        else if test $rc -ne 130
            test (count $out) -le 1; or set out
            test -n "$out"; or set out "ffai: it failed (exit $rc); your line was kept"
            __ffai_say $out
        else if test $explained -eq 1
            __ffai_fresh
        else
            commandline -f repaint
        end
    end
    set -l was (bind --user @KEY@ 2>/dev/null)
    if test -n "$was" -a -z '@TAKE@'; and not string match -q '*__ffai_widget*' -- "$was"
        echo "ffai: @NAME@ was taken already ($was[1]) and is ffai's now; for another key:  ffai shell init fish --key '^X^F' | source" >&2
    end
    bind @KEY@ __ffai_widget
    bind -M insert @KEY@ __ffai_widget
    bind -M default @KEY@ __ffai_widget
end
