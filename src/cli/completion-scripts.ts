export const shells = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof shells)[number]

/** What a shell has to run to complete the words of `expensa`; each asks `expensa complete` for candidates. */
export const completionScripts: Record<Shell, string> = {
  // Quoted by printf and not given to compgen -W, which would run what stands in them. Bash takes --format=csv for
  // three words, of which the last is completed.
  bash: `_expensa() {
  local value about word words=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ $word != = ]]; then words+=("$word"); fi
  done
  if [[ $word == = ]]; then words+=(''); fi
  COMPREPLY=()
  while IFS=$'\\t' read -r value about; do
    COMPREPLY+=("$(printf '%q' "$value")")
  done < <(expensa complete -- "\${words[@]}" 2>/dev/null)
}
complete -o default -F _expensa expensa
`,
  zsh: `#compdef expensa
_expensa() {
  local -a candidates
  local value about
  while IFS=$'\\t' read -r value about; do
    candidates+=("\${value//:/\\\\:}:$about")
  done < <(expensa complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( $#candidates )); then _describe expensa candidates; else _files; fi
}
compdef _expensa expensa
`,
  fish: `function __expensa
  set -l candidates (expensa complete -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)
  if set -q candidates[1]
    printf '%s\\n' $candidates
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c expensa -f -a '(__expensa)'
`,
}
