using System.Diagnostics;

namespace Headroom.EndToEnd.Tests.Proxy;

/// <summary>Runs the built <c>headroom</c> command.</summary>
public static class HeadroomCommandLine
{
    public static ProcessStartInfo StartInfo(IEnumerable<string> arguments)
    {
        string dll = Path.Combine(AppContext.BaseDirectory, "headroom.dll");
        return new ProcessStartInfo("dotnet", [dll, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
    }

    /// <summary>Runs a command to its end.</summary>
    public static Task<CommandResult> RunAsync(byte[] input, params string[] arguments) => RunAsync(input, StartInfo(arguments));

    /// <summary>Runs a command in surroundings of its own to its end.</summary>
    public static async Task<CommandResult> RunAsync(byte[] input, ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        using var output = new MemoryStream();
        Task copying = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await copying;
        await process.WaitForExitAsync();
        return new CommandResult(process.ExitCode, output.ToArray(), await errors);
    }
}

/// <summary>How a command ended.</summary>
public sealed record CommandResult(int ExitCode, byte[] Output, string Errors);
