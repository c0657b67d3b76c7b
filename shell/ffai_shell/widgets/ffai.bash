# ffai shell integration for bash 4 and later:  eval "$(ffai shell init bash)"   then type a request and press Ctrl-G
if [ -n "${BASH_VERSION:-}" ] && [[ $- == *i* ]]; then
if (( BASH_VERSINFO[0] >= 4 )); then
__ffai_widget() {
  local req=$READLINE_LINE out= rc=0 saved=
  if [[ $req != *[![:space:]]* ]]; then
    printf '%s\n' 'ffai: type what you want, then press Ctrl-G' >/dev/tty; return 0
  fi
  saved=$(command stty -g </dev/tty 2>/dev/null) && command stty -isig </dev/tty 2>/dev/null
  out=$(command "${FFAI_BIN:-ffai}" widget --shell bash -- "$req" </dev/tty 2>/dev/null) && rc=0 || rc=$?
  [[ -z $saved ]] || command stty "$saved" </dev/tty 2>/dev/null || :
  while IFS= read -rsn1 -t 0.001 _ </dev/tty; do :; done 2>/dev/null
  if (( rc == 0 )) && [[ -n $out && $out != *[[:cntrl:]]* ]]; then
    READLINE_LINE=$out; READLINE_POINT=0x7fffffff
  elif (( rc != 130 )); then
    out=${out//[[:cntrl:]]/ }
    printf '%s\n' "${out:-ffai: failed (exit $rc); your line was kept}" >/dev/tty
  fi
  return 0
}
for __ffai_m in emacs-standard vi-insert vi-command; do
  bind -m "$__ffai_m" -x '"\C-g": __ffai_widget'
done; unset __ffai_m
else
  echo 'ffai: Ctrl-G needs bash 4 or later; this is bash '"$BASH_VERSION" >&2
fi
fi
