using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Headroom.Agents.Changes;

namespace Headroom.Cli.Services;

/// <summary>The proxy as a service: its file goes through the journal of changes, the rest is said to the operating system.</summary>
/// <param name="manager">What runs services here.</param>
/// <param name="program">What is to run.</param>
/// <param name="journal">The journal.</param>
internal sealed class ServiceInstallation(IServiceManager manager, ServiceProgram program, ChangeJournal journal)
{
    private const string Owner = "service";
    private const int MaxSaid = 500;

    /// <value>Whether it has been installed; <c>null</c> where that leaves no file.</value>
    public bool? IsInstalled => manager.Description(program) is { } file ? File.Exists(file.Path) : null;

    /// <value>Its file, where there is one.</value>
    public string? Description => manager.Description(program)?.Path;

    /// <summary>Installs and starts it. Where the operating system refuses, nothing is left of it.</summary>
    /// <returns>Why it could not be done; <c>null</c> where it was.</returns>
    public string? Install()
    {
        if (manager.Description(program) is { } file)
        {
            journal.Apply(Owner, file.Path, _ => Encoding.UTF8.GetBytes(file.Content));
        }

        string? failure = Run(manager.Install(program));
        if (failure is not null)
        {
            journal.UndoAll(Owner);
        }

        return failure;
    }

    /// <summary>Starts it.</summary>
    public string? Start() => Run(manager.Start(program));

    /// <summary>Stops it; its open streams end first.</summary>
    public string? Stop() => Run(manager.Stop(program));

    /// <summary>Ends it and takes it out, its file too.</summary>
    public string? Remove()
    {
        string? failure = Run(manager.Remove(program));
        journal.UndoAll(Owner);
        return failure ?? Run(manager.AfterRemoval);
    }

    private string? Run(IReadOnlyList<string[]> commands)
    {
        foreach (string[] command in commands)
        {
            if (Run(command) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    private string? Run(string[] command)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..])
            {
                UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
            })!;
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            string said = (process.StandardError.ReadToEnd() + output.GetAwaiter().GetResult()).Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{manager.Name} refused '{string.Join(' ', command)}': {(said.Length == 0 ? $"exit code {process.ExitCode}" : said[..Math.Min(said.Length, MaxSaid)].ReplaceLineEndings(" "))}";
        }
        catch (Win32Exception missing)
        {
            return $"{manager.Name} is not there: '{command[0]}' cannot be started ({missing.Message}). 'headroom proxy' runs the proxy in a terminal.";
        }
    }
}
