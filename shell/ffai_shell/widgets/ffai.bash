# ffai in bash 4.4 and later:  eval "$(ffai shell init bash)"   then type a request and press Ctrl-G
if [ -z "${BASH_VERSION:-}" ]; then
  echo 'ffai: this is the widget for bash; for zsh it is:  eval "$(ffai shell init zsh)"' >&2
elif [[ $- != *i* ]]; then
  :
elif (( BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 404 )); then
  echo "ffai: the key needs bash 4.4 or later, and this is $BASH_VERSION; ffai itself works here" >&2
else
__ffai_widget() {
  local req=$READLINE_LINE out='' note='' rc=0 saved='' trap='' stopped='' IFS=$' \t\n'
  # Ctrl-C must not cost the line, not even before the helper reads the keys itself
  trap=$(trap -p INT)
  trap 'stopped=1' INT
  saved=$(command stty -g </dev/tty 2>/dev/null) && command stty -isig </dev/tty 2>/dev/null
  if [[ -n $stopped ]]; then rc=130; else
    out=$(command "${FFAI_BIN:-ffai}" widget --shell bash --status -- "$req" </dev/tty 2>/dev/null) && rc=0 || rc=$?
  fi
  eval "${trap:-trap - INT}"
  [[ -z $saved ]] || command stty "$saved" </dev/tty 2>/dev/null || :
  while IFS= read -rsn1 -t 0.001 _ </dev/tty; do :; done 2>/dev/null
  if [[ $out == *$'\n'* ]]; then
    note=${out#*$'\n'} out=${out%%$'\n'*}
    [[ $note == 'ffai: '* ]] || { note='' out='' rc=1; }
  fi
  if (( rc == 0 )) && [[ -n $out && $out$note != *[[:cntrl:]]* ]]; then
    if [[ -n ${FFAI_HISTORY:-} && $req == *[![:space:]]* ]]; then builtin history -s -- "# ${req//$'\n'/ }"; fi
    READLINE_LINE=$out READLINE_POINT=2147483647
    [[ -z $note ]] || printf '%s\n' "$note" >/dev/tty
  elif (( rc == 127 )); then
    printf '%s\n' "ffai: ${FFAI_BIN:-ffai} is not found on the PATH; your line was kept" >/dev/tty
  elif (( rc != 130 )); then
    out=${out//[[:cntrl:]]/ }
    printf '%s\n' "${out:-ffai: it failed (exit $rc); your line was kept}" >/dev/tty
  fi
  return 0
}
__ffai_bind() {
  local key='@KEY@' map was
  was=$(bind -X 2>/dev/null; bind -s 2>/dev/null; bind -p 2>/dev/null)
  was=$(command grep -iF -e "\"$key" <<<"$was" | command grep -vF -e ': abort' -e '__ffai_widget' -e '# ' -e self-insert -e ': do-lowercase-version') || :
  if [[ -n $was && -z '@TAKE@' ]]; then
    echo "ffai: @NAME@ was taken already (${was%%$'\n'*}) and is ffai's now; for another key:  eval \"\$(ffai shell init bash --key '^X^F')\"" >&2
  fi
  for map in emacs-standard vi-insert vi-command; do
    bind -m "$map" -x "\"$key\": __ffai_widget"
  done
}
__ffai_bind
unset -f __ffai_bind
fi
