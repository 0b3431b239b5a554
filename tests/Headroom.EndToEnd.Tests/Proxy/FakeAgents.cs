using System.Diagnostics;
using System.Text.RegularExpressions;
using Headroom.Testing.Servers;

namespace Headroom.EndToEnd.Tests.Proxy;

/// <summary>A home, a project and agents that are small scripts on the path; proxies that <c>wrap</c> started are ended with it.</summary>
public sealed class FakeAgents : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public FakeAgents()
    {
        Port = FreePort.Take();
        foreach (string directory in (string[])[Home, Project, Programs])
        {
            Directory.CreateDirectory(directory);
        }
    }

    public int Port { get; }

    public string Home => Path.Combine(_directory.Path, "home");

    public string Project => Path.Combine(_directory.Path, "project");

    public string Data => Path.Combine(_directory.Path, "data");

    private string Programs => Path.Combine(_directory.Path, "bin");

    /// <summary>Puts a shell script on the path.</summary>
    public void Add(string name, string script)
    {
        string file = Path.Combine(Programs, name);
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public ProcessStartInfo StartInfo(params string[] arguments)
    {
        ProcessStartInfo start = HeadroomCommandLine.StartInfo(arguments);
        start.WorkingDirectory = Project;
        start.Environment["HOME"] = Home;
        start.Environment["HEADROOM_HOME"] = Data;
        start.Environment["PATH"] = Programs + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        foreach (string variable in (string[])["HEADROOM_KEY", "ANTHROPIC_BASE_URL", "ANTHROPIC_CUSTOM_HEADERS", "CLAUDE_CONFIG_DIR", "CODEX_HOME", "OPENAI_BASE_URL", "XDG_CONFIG_HOME", "HTTP_PROXY", "http_proxy"])
        {
            start.Environment.Remove(variable);
        }

        return start;
    }

    public Task<CommandResult> RunAsync(params string[] arguments) => HeadroomCommandLine.RunAsync([], StartInfo(arguments));

    /// <summary>Runs <c>headroom wrap</c> with the port of this test's proxy.</summary>
    public Task<CommandResult> WrapAsync(string agent, params string[] arguments) => RunAsync(["wrap", agent, "--port", Port.ToString(), .. arguments]);

    public void Dispose()
    {
        string log = Path.Combine(Data, "proxy.log");
        if (File.Exists(log) && Regex.Match(ReadShared(log), "^Process ([0-9]+)") is { Success: true } started)
        {
            using Process proxy = Process.GetProcessById(int.Parse(started.Groups[1].Value));
            proxy.Kill();
            proxy.WaitForExit();
        }

        _directory.Dispose();
    }

    private static string ReadShared(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
