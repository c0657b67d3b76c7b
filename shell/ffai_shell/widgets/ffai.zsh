# ffai in zsh 5.3 and later:  eval "$(ffai shell init zsh)"   then type a request and press Ctrl-G
if [ -z "${ZSH_VERSION:-}" ]; then
  echo 'ffai: this is the widget for zsh; for bash it is:  eval "$(ffai shell init bash)"' >&2
elif [[ ! -o interactive || ! -o zle ]]; then
  :
elif [[ $ZSH_VERSION == [0-4].* || $ZSH_VERSION == 5.[0-2] || $ZSH_VERSION == 5.[0-2].* ]]; then
  echo "ffai: the key needs zsh 5.3 or later, and this is $ZSH_VERSION; ffai itself works here" >&2
else
__ffai_widget() {
  emulate -L zsh
  setopt local_traps
  local req=$BUFFER out='' note='' rc=0 saved='' stopped='' _k=''
  # Ctrl-C must not cost the line, not even before the helper reads the keys itself
  trap 'stopped=1' INT
  if [[ -n $PREBUFFER ]]; then
    zle -M 'ffai: end or give up the command that is open above first'
    return 0
  fi
  # a command is explained at length above the line: the prompt starts anew below it
  if [[ $req =~ '^[[:space:]]*((sudo|nice|time|command)[[:space:]]+)*([^[:space:]]*/)?ff(mpeg|probe)([[:space:]]|$)' ]]; then zle -I; fi
  saved=$(command stty -g </dev/tty 2>/dev/null) && command stty -isig </dev/tty 2>/dev/null
  if [[ -n $stopped ]]; then rc=130; else
    out=$(command ${FFAI_BIN:-ffai} widget --shell zsh --status -- "$req" </dev/tty 2>/dev/null) && rc=0 || rc=$?
  fi
  [[ -z $saved ]] || command stty $saved </dev/tty 2>/dev/null
  while read -rs -t 0 -k 1 _k </dev/tty; do :; done
  if [[ $out == *$'\n'* ]]; then
    note=${out#*$'\n'} out=${out%%$'\n'*}
    if [[ $note != 'ffai: '* ]]; then note='' out='' rc=1; fi
  fi
  if (( rc == 0 )) && [[ -n $out && $out$note != *[[:cntrl:]]* ]]; then
    if [[ -n ${FFAI_HISTORY:-} && $req == *[^[:space:]]* ]]; then print -sr -- "# ${req//$'\n'/ }"; fi
    zle split-undo 2>/dev/null  # else vi's insert mode takes back the request together with the command
    BUFFER=$out CURSOR=$#out POSTDISPLAY=''
  elif (( rc == 127 )); then
    note="ffai: ${FFAI_BIN:-ffai} is not found on the PATH; your line was kept"
  elif (( rc != 130 )); then
    note=${out//[[:cntrl:]]/ }
    note=${note:-ffai: it failed (exit $rc); your line was kept}
  fi
  zle reset-prompt
  if [[ -n $note ]]; then
    zle -M -- "$note"
    __ffai_shown=$BUFFER __ffai_note=1
    autoload -Uz add-zle-hook-widget 2>/dev/null && add-zle-hook-widget line-pre-redraw __ffai_forget 2>/dev/null || :
  fi
  return 0
}
# the message speaks of the line that it came with: it goes when that is changed
typeset -g __ffai_shown='' __ffai_note=''
__ffai_forget() {
  emulate -L zsh
  if [[ -n $__ffai_note && $BUFFER != "$__ffai_shown" ]]; then
    __ffai_note=''
    zle -M ''
  fi
  return 0
}
__ffai_bind() {
  emulate -L zsh
  local key='@KEY@' map was others
  was=${"$(bindkey -M main -- $key)"##* }
  others=$(bindkey -M main -p -- $key 2>/dev/null)
  case $was in undefined-key|send-break|list-expand|ffai-widget) was='' ;; esac
  if [[ -n $was$others && -z '@TAKE@' ]]; then
    echo "ffai: @NAME@ was taken already (${was:-${others%%$'\n'*}}) and is ffai's now; for another key:  eval \"\$(ffai shell init zsh --key '^X^F')\"" >&2
  fi
  zle -N ffai-widget __ffai_widget
  for map in emacs viins vicmd; do bindkey -M $map -- $key ffai-widget; done
  # else the key in a Ctrl-R search would send the line that was found
  if [[ $key == '^G' ]]; then bindkey -M isearch '^G' send-break; fi
}
__ffai_bind
unset -f __ffai_bind
fi
