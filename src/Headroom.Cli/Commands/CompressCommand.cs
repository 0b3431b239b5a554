using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using Headroom.Cli.Embedded;
using Headroom.Context.Keys;
using Headroom.Context.Messages;
using Headroom.Context.Ports;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom compress</c>: compresses a text or messages without any server.</summary>
internal static class CompressCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> file = new("FILE") { Description = "A text, or JSON with messages; - reads standard input.", DefaultValueFactory = _ => "-" };
        Option<string?> question = new("--question") { Description = "What the reader wants to know; what matches it stays." };
        Option<string?> model = new("--model") { Description = "The model whose tokens are counted." };
        Option<double?> ratio = new("--target-ratio") { Description = "The share of its tokens that prose should keep, above 0 and at most 1." };
        Option<long?> budget = new("--token-budget") { Description = "How many tokens the result should have at most; where more are left, everything is compressed as hard as it can be." };
        Option<bool> explain = new("--explain") { Description = "Say of each block what it is, what was done and left out and why, instead of printing the result. Nothing is stored." };
        Option<bool> json = new("--json") { Description = "Print one JSON object with the figures." };
        Option<string?> store = StoreOption();
        ProfileOptions profile = new();
        Command command = new("compress", "Compresses a text or messages; the originals go into the store.") { file, question, model, ratio, budget, explain, json, store };
        profile.AddTo(command);
        ratio.Validators.Add(result => Require(result, ratio, value => value is null or (> 0 and <= 1), "--target-ratio must be above 0 and at most 1."));
        budget.Validators.Add(result => Require(result, budget, value => value is null or > 0, "--token-budget must be above 0."));
        command.SetAction(async (parsed, cancellationToken) =>
        {
            byte[] input;
            try
            {
                input = await ReadAsync(parsed.GetValue(file)!, cancellationToken);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                return HeadroomCommand.Fail(unreadable.Message);
            }

            try
            {
                await using var stores = EmbeddedStores.Open(parsed.GetValue(store));
                var options = new MessageOptions
                {
                    Question = parsed.GetValue(question),
                    Model = parsed.GetValue(model),
                    TargetRatio = parsed.GetValue(ratio),
                    TokenBudget = parsed.GetValue(budget),
                    IsSimulation = parsed.GetValue(explain),
                };
                var compression = new MessageCompression(stores.Contents, stores.Secrets, profile.Read(parsed));
                CompressReport report = await CompressAsync(compression, input, options, cancellationToken);
                await using Stream output = Console.OpenStandardOutput();
                await (parsed.GetValue(explain)
                    ? report.WriteExplanationAsync(output, parsed.GetValue(json), cancellationToken)
                    : report.WriteAsync(output, parsed.GetValue(json), cancellationToken));
                return 0;
            }
            catch (StoreUnavailableException unavailable)
            {
                return HeadroomCommand.Fail($"the originals could not be stored: {unavailable.Message}");
            }
        });
        return command;
    }

    /// <summary>The option that names the store's directory.</summary>
    public static Option<string?> StoreOption() => new("--store") { Description = "Directory of the store. The default is the data directory." };

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (file != "-")
        {
            return await File.ReadAllBytesAsync(file, cancellationToken);
        }

        await using Stream input = Console.OpenStandardInput();
        using var bytes = new MemoryStream();
        await input.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private static void Require<T>(OptionResult result, Option<T> option, Func<T?, bool> isRight, string error)
    {
        if (!result.Errors.Any() && !isRight(result.GetValueOrDefault<T>()))
        {
            result.AddError(error);
        }
    }

    private static async Task<CompressReport> CompressAsync(
        MessageCompression compression, byte[] input, MessageOptions options, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        if (MessageFile.TryRead(input, out ReadOnlyMemory<byte> body)
            && await compression.CompressAsync(TenantId.Local, body, options, cancellationToken) is { } messages)
        {
            return new CompressReport(
                messages.Messages, IsMessages: true, messages.TokensBefore, messages.TokensAfter, messages.Transforms, messages.Markers,
                Stopwatch.GetElapsedTime(start), () => Explanation.Of(messages));
        }

        CompressedText text = await compression.CompressTextAsync(TenantId.Local, input, options, cancellationToken);
        return new CompressReport(
            text.Text, IsMessages: false, text.TokensBefore, text.TokensAfter, text.Block.Transforms, text.Block.Marker is { } marker ? [marker] : [],
            Stopwatch.GetElapsedTime(start), () => Explanation.Of(text));
    }
}
