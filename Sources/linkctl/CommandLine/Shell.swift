/// A shell that completes words, and the script that makes it ask the tool.
///
/// Each script calls `TOOL __complete -- WORD…` with the words up to the cursor, takes candidates
/// and their help from the answer (`Completions.text`), and completes paths with the shell's own
/// means.
enum Shell: String, CaseIterable, Sendable {
  case bash, zsh, fish

  /// The script for `tool`, which the shell finds on `PATH`.
  func completionScript(for tool: String) -> String {
    switch self {
    case .bash: Self.bashScript(tool)
    case .zsh: Self.zshScript(tool)
    case .fish: Self.fishScript(tool)
    }
  }

  /// Reads the line anew: bash's own words break at `=` and `:`, and keep their quotes.
  private static func bashScript(_ tool: String) -> String {
    #"""
    # Completion of \#(tool) for bash: source <(\#(tool) completions bash)

    # The line up to the cursor as words, without their quotes, into the array 'words'.
    _\#(tool)_read() {
      local line=${COMP_LINE:0:COMP_POINT} index character quote='' word='' begun=''
      words=()
      for ((index = 0; index < ${#line}; index++)); do
        character=${line:index:1}
        if [[ $character == "\\" && $quote != "'" ]]; then
          ((++index))
          word+=${line:index:1} begun=1
        elif [[ -n $quote ]]; then
          if [[ $character == "$quote" ]]; then quote=''; else word+=$character; fi
        elif [[ $character == ["'\""] ]]; then
          quote=$character begun=1
        elif [[ $character == [[:space:]] ]]; then
          if [[ -n $begun ]]; then words+=("$word"); fi
          word='' begun=''
        else
          word+=$character begun=1
        fi
      done
      words+=("$word")
      is_quoted=$quote
    }

    _\#(tool)() {
      local words is_quoted line word prefix=''
      _\#(tool)_read
      local typed=${words[-1]}
      # Of a word without quotes, readline replaces what follows the last of these characters.
      if [[ -z $is_quoted ]]; then
        local breaks=${COMP_WORDBREAKS//[!=:]/}
        if [[ -n $breaks && $typed == *[$breaks]* ]]; then
          prefix=${typed%"${typed##*[$breaks]}"}
        fi
      fi
      COMPREPLY=()
      while IFS= read -r line; do
        word=${line%%$'\t'*}
        case $word in
          :files) compopt -o default ;;
          :folders) compopt -o dirnames ;;
          *)
            COMPREPLY+=("${word#"$prefix"}")
            if [[ $word == *: ]]; then compopt -o nospace; fi
            ;;
        esac
      done < <(\#(tool) __complete -- "${words[@]:1}" 2>/dev/null)
    }

    complete -o nosort -F _\#(tool) \#(tool)

    """#
  }

  private static func zshScript(_ tool: String) -> String {
    #"""
    #compdef \#(tool)
    # Completion of \#(tool) for zsh: \#(tool) completions zsh > ~/.zfunc/_\#(tool), with ~/.zfunc in $fpath.

    _\#(tool)() {
      local line word typed=${(Q)PREFIX} prefix=''
      local -a answer candidates schemes
      answer=("${(@f)$(\#(tool) __complete -- "${(@Q)words[2,CURRENT-1]}" "$typed" 2>/dev/null)}")
      # Only the value of --name=value is shown and replaced.
      [[ $typed == --*=* ]] && prefix=${typed%%=*}=
      for line in $answer; do
        word=${line%%$'\t'*}
        case $word in
          :files|:folders) ;;
          *:) schemes+=("${${word#"$prefix"}//:/\\:}:${line#*$'\t'}") ;;
          *) candidates+=("${${word#"$prefix"}//:/\\:}:${line#*$'\t'}") ;;
        esac
      done
      if [[ $answer[-1] == :files* || $answer[-1] == :folders* ]]; then
        compset -P "${(b)${answer[-1]#*$'\t'}}"
        if [[ $answer[-1] == :folders* ]]; then _files -/; else _files; fi
        return
      fi
      [[ -n $prefix ]] && compset -P "${(b)prefix}"
      local found=1
      (($#candidates)) && _describe -V '\#(tool)' candidates && found=0
      (($#schemes)) && _describe -V 'scheme' schemes -S '' && found=0
      return found
    }

    if [[ $funcstack[1] == _\#(tool) ]]; then _\#(tool) "$@"; else compdef _\#(tool) \#(tool); fi

    """#
  }

  private static func fishScript(_ tool: String) -> String {
    #"""
    # Completion of \#(tool) for fish: \#(tool) completions fish > ~/.config/fish/completions/\#(tool).fish

    function __\#(tool)_complete
        set -l words (commandline -opc)
        # The last word may have a quote that is still open.
        set -l typed (string unescape -- (commandline -ct); or string trim -l -c '\'"' -- (commandline -ct))
        set -e words[1]
        for line in (\#(tool) __complete -- $words "$typed" 2>/dev/null)
            set -l parts (string split -m 1 \t -- $line)
            set -l path (string sub -s (math (string length -- "$parts[2]") + 1) -- "$typed")
            switch $line
                case ':files*'
                    __fish_complete_path "$path" | string replace -r -- '^' "$parts[2]"
                case ':folders*'
                    __fish_complete_directories "$path" '' | string replace -r -- '^' "$parts[2]"
                case '*'
                    echo $line
            end
        end
    end

    complete -c \#(tool) -f -k -a '(__\#(tool)_complete)'

    """#
  }
}
