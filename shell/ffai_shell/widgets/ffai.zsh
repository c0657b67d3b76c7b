# ffai shell integration for zsh:  eval "$(ffai shell init zsh)"   then type a request and press Ctrl-G
if [[ -n ${ZSH_VERSION:-} && -o interactive && -o zle ]]; then
__ffai_widget() {
  emulate -L zsh
  local req=$BUFFER out rc saved _k
  if [[ $req != *[^[:space:]]* ]]; then zle -M 'ffai: type what you want, then press Ctrl-G'; return 0; fi
  saved=$(command stty -g </dev/tty 2>/dev/null) && command stty -isig </dev/tty 2>/dev/null
  out=$(command ${FFAI_BIN:-ffai} widget --shell zsh -- "$req" </dev/tty 2>/dev/null) && rc=0 || rc=$?
  [[ -z $saved ]] || command stty $saved </dev/tty 2>/dev/null
  while read -rs -t 0 -k 1 _k </dev/tty; do :; done
  if (( rc == 0 )) && [[ -n $out && $out != *[[:cntrl:]]* ]]; then
    BUFFER=$out; CURSOR=$#BUFFER; zle reset-prompt
  else
    zle reset-prompt
    (( rc == 130 )) || zle -M -- "${${out//[[:cntrl:]]/ }:-ffai: failed (exit $rc); your line was kept}"
  fi
  return 0
}
zle -N __ffai_widget
() { local m; for m in emacs viins vicmd; do bindkey -M $m '^G' __ffai_widget; done }
bindkey -M isearch '^G' send-break
fi
