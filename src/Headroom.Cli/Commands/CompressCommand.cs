using System.CommandLine;
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
        Option<bool> json = new("--json") { Description = "Print one JSON object with the figures." };
        Option<string?> store = StoreOption();
        ProfileOptions profile = new();
        Command command = new("compress", "Compresses a text or messages; the originals go into the store.") { file, question, model, json, store };
        profile.AddTo(command);
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
                var compression = new MessageCompression(stores.Contents, stores.Secrets, profile.Read(parsed));
                CompressReport report = await CompressAsync(compression, input, parsed.GetValue(question), parsed.GetValue(model), cancellationToken);
                await using Stream output = Console.OpenStandardOutput();
                await report.WriteAsync(output, parsed.GetValue(json), cancellationToken);
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

    private static async Task<CompressReport> CompressAsync(
        MessageCompression compression, byte[] input, string? question, string? model, CancellationToken cancellationToken)
    {
        var options = new MessageOptions { Question = question, Model = model };
        long start = Stopwatch.GetTimestamp();
        if (MessageFile.TryRead(input, out ReadOnlyMemory<byte> body)
            && await compression.CompressAsync(TenantId.Local, body, options, cancellationToken) is { } messages)
        {
            return new CompressReport(
                messages.Messages, IsMessages: true, messages.TokensBefore, messages.TokensAfter, messages.Transforms, messages.Markers, Stopwatch.GetElapsedTime(start));
        }

        CompressedText text = await compression.CompressTextAsync(TenantId.Local, input, options, cancellationToken);
        return new CompressReport(text.Text, IsMessages: false, text.TokensBefore, text.TokensAfter, text.Block.Transforms, text.Block.Marker is { } marker ? [marker] : [], Stopwatch.GetElapsedTime(start));
    }
}
