using System.Collections.Frozen;

namespace Headroom.Cli.Completion;

/// <summary>
/// What makes shells complete our command line. Each asks the program itself, with System.CommandLine's <c>[suggest]</c> directive, so that a
/// script never knows less than the program.
/// </summary>
internal static class CompletionScripts
{
    /// <value>The scripts by shell.</value>
    public static FrozenDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["bash"] =
            """
            # In ~/.bashrc: source <(headroom completion bash)
            _headroom() {
                local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}" IFS=$'\n'
                COMPREPLY=($(compgen -W "$(headroom "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word"))
            }
            complete -o default -F _headroom headroom
            """,
        ["zsh"] =
            """
            # In ~/.zshrc, behind compinit: source <(headroom completion zsh)
            _headroom() {
                local -a found
                found=("${(@f)$(headroom "[suggest:${#LBUFFER}]" "$LBUFFER" 2>/dev/null)}")
                compadd -- "${found[@]}" || _files
            }
            compdef _headroom headroom
            """,
        ["fish"] =
            """
            # In ~/.config/fish/completions/headroom.fish: headroom completion fish | source
            function __headroom_suggest
                set -l line (commandline -cp)
                headroom "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c headroom -a '(__headroom_suggest)'
            """,
        ["pwsh"] =
            """
            # In $PROFILE: headroom completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName headroom -ScriptBlock {
                param($word, $line, $position)
                headroom "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
    }.ToFrozenDictionary();
}
