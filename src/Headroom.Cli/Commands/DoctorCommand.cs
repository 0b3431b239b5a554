using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headroom.Agents.Checks;
using Headroom.Agents.Proxies;
using Headroom.Cli.Embedded;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom doctor</c>: finds what keeps agents from going through Headroom, and says what puts it right.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>Makes the command. Its exit code is 0 where all is well, 1 with warnings, 2 with errors.</summary>
    public static Command Create()
    {
        GatewayOption gateway = new();
        Option<int> port = LocalGateway.PortOption();
        Option<string?> data = DataDirectory.Option();
        Option<bool> json = new("--json") { Description = "Print one JSON object." };
        Command command = new("doctor", "Checks proxy, key, environment, disk and clock. Exit code 0: all is well, 1: warnings, 2: errors.") { port, data, json };
        gateway.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var local = new LocalGateway(DataDirectory.Resolve(parsed.GetValue(data)), parsed.GetValue(port));
            IReadOnlyList<Finding> findings = await ExamineAsync(local, gateway.Read(parsed, local.Directory), gateway.Key(parsed), cancellationToken);
            FindingStatus worst = findings.Max(finding => finding.Status);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(new Diagnosis(worst, findings), DiagnosisJson.Default.Diagnosis));
            }
            else
            {
                Tell(findings);
            }

            return (int)worst;
        });
        return command;
    }

    private static async Task<IReadOnlyList<Finding>> ExamineAsync(LocalGateway local, GatewayAddress? given, string? localKey, CancellationToken cancellationToken)
    {
        string? key = given is null ? localKey : given.Key;
        using HttpClient http = LocalGateway.Client();
        Uri url = given?.Url ?? local.Url;
        GatewayState state = await new GatewayProbe(http).AskAsync(url, key, AnswerLimit, cancellationToken);
        return
        [
            .. GatewayChecks.Judge(url, given is null, state, HeadroomVersion.Text, TimeProvider.System.GetUtcNow()),
            .. EnvironmentChecks.Judge(
                url, state is GatewayState.Ready, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.CurrentDirectory, Environment.GetEnvironmentVariable),
            .. DataChecks.Judge(local.Directory, WrapCommand.JournalIn(local.Directory), directory => new DriveInfo(directory).AvailableFreeSpace),
        ];
    }

    private static void Tell(IReadOnlyList<Finding> findings)
    {
        foreach (Finding finding in findings)
        {
            string word = finding.Status switch { FindingStatus.Ok => "ok", FindingStatus.Warning => "warning", _ => "ERROR" };
            Console.Out.WriteLine($"{word,-8} {finding.Name,-12} {finding.Text}");
            if (finding.Fix is not null)
            {
                Console.Out.WriteLine($"{"",-21} → {finding.Fix}");
            }
        }
    }
}

/// <summary>What <c>headroom doctor --json</c> prints.</summary>
internal sealed record Diagnosis(FindingStatus Status, IReadOnlyList<Finding> Findings);

/// <summary>Its source-generated serializer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(Diagnosis))]
internal sealed partial class DiagnosisJson : JsonSerializerContext;
