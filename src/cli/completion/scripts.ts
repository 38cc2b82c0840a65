/** Shells that can be taught to complete. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** A script for a shell to source: it asks `reprise completion --words` what may come next. */
export function completionScript(shell: (typeof SHELLS)[number]): string {
  switch (shell) {
    case 'bash':
      return BASH;
    case 'zsh':
      return ZSH;
    case 'fish':
      return FISH;
  }
}

// bash takes @ and = for the ends of words, and steps of a matrix have them in their names: the words are
// split anew, at blanks alone, and of each candidate the part that bash has behind it already is left out
const BASH = `# bash completion for reprise
_reprise() {
  local line typed before="" word="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  read -ra typed <<< "\${COMP_LINE:0:COMP_POINT}"
  case "\${COMP_LINE:0:COMP_POINT}" in *[[:space:]]) typed+=("") ;; esac
  case "$word" in [@=]) word="" ;; esac
  before="\${typed[\${#typed[@]}-1]}"
  before="\${before%"$word"}"
  while IFS= read -r line; do
    COMPREPLY+=("\${line#"$before"}")
  done < <(reprise completion --words -- "\${typed[@]:1}" 2>/dev/null)
}
complete -o default -F _reprise reprise
`;

const ZSH = `#compdef reprise
# zsh completion for reprise
_reprise() {
  local -a found
  found=(\${(f)"$(reprise completion --words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( \${#found} )); then
    compadd -- "\${found[@]}"
  else
    _files
  fi
}
if [ "$funcstack[1]" = "_reprise" ]; then
  _reprise "$@"
else
  compdef _reprise reprise
fi
`;

const FISH = `# fish completion for reprise
function __reprise_words
  set -l typed (commandline -opc) (commandline -ct)
  set -l found (reprise completion --words -- $typed[2..-1] 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c reprise -f -a '(__reprise_words)'
`;
