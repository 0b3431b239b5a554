using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Headroom.Agents.Launching;
using Headroom.Cli.Updating;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom update</c>: whether there is a newer version, and getting it.</summary>
internal static class UpdateCommand
{
    private const string Package = "Headroom.Cli";
    private const int NewerExists = 2;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(15);

    /// <summary>Makes the command. With <c>--check</c>, its exit code is 0 for the newest version and 2 where there is a newer one.</summary>
    public static Command Create()
    {
        Option<bool> check = new("--check") { Description = "Only say whether there is a newer version. Exit code 0: this is the newest, 2: there is a newer one." };
        Option<bool> yes = new("--yes", "-y") { Description = "Do not ask." };
        Option<bool> preview = new("--pre") { Description = "Previews count too." };
        Option<bool> json = new("--json") { Description = "Print one JSON object." };
        Option<Uri?> source = new("--source")
        {
            Description = "The service index of the NuGet feed.",
            DefaultValueFactory = _ => new Uri("https://api.nuget.org/v3/index.json"),
            CustomParser = result => HttpAddress.Parse(result, "--source"),
        };
        Command command = new("update", "Gets the newest version.") { check, yes, preview, json, source };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Uri feed = parsed.GetValue(source)!;
            PackageVersion current = PackageVersion.Parse(HeadroomVersion.Text)!;
            PackageVersion? newest;
            try
            {
                using var http = new HttpClient { Timeout = AnswerLimit };
                newest = (await new PackageFeed(http, feed).VersionsAsync(Package, cancellationToken)).LastOrDefault(version => parsed.GetValue(preview) || !version.IsPreview);
            }
            catch (Exception failure) when (failure is HttpRequestException or InvalidDataException or TaskCanceledException { InnerException: TimeoutException })
            {
                return HeadroomCommand.Fail($"{feed}: {failure.Message}");
            }

            bool isNewer = newest is not null && newest.CompareTo(current) > 0;
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(new JsonObject { ["version"] = current.ToString(), ["newest"] = newest?.ToString(), ["is_newer"] = isNewer }.ToJsonString());
            }
            else
            {
                Console.Out.WriteLine(isNewer ? $"{newest} is there; this is {current}." : newest is null ? $"{feed} has no {Package}; this is {current}." : $"{current} is the newest version.");
            }

            return !isNewer ? 0
                : parsed.GetValue(check) ? NewerExists
                : parsed.GetValue(yes) || IsAgreed() ? await GetAsync(newest!, feed, cancellationToken)
                : 0;
        });
        return command;
    }

    private static bool IsAgreed()
    {
        if (Console.IsInputRedirected)
        {
            Console.Error.WriteLine("headroom: -y gets it.");
            return false;
        }

        Console.Out.Write("Get it now? [y/N] ");
        return Console.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static async Task<int> GetAsync(PackageVersion version, Uri feed, CancellationToken cancellationToken)
    {
        string[] arguments = ["tool", "update", "--global", Package, "--version", version.ToString(), "--add-source", feed.AbsoluteUri];
        try
        {
            // The user's, and not one that happens to lie beside the program that runs us.
            string dotnet = CommandSearch.Find("dotnet", Environment.GetEnvironmentVariable) ?? "dotnet";
            using Process process = Process.Start(new ProcessStartInfo(dotnet, arguments) { UseShellExecute = false })!;
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode == 0)
            {
                Console.Out.WriteLine("A proxy that runs goes on with the old version: 'headroom stop' and 'headroom start', or end it, and the next 'headroom wrap' starts the new one.");
            }

            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return HeadroomCommand.Fail($"dotnet cannot be started ({missing.Message}); get the new version as you got this one.");
        }
    }
}
