using System.CommandLine;
using System.Text;
using Headroom.Cli.Embedded;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;
using Headroom.Context.Retrieval;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom retrieve</c>: prints an original, byte for byte.</summary>
internal static class RetrieveCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> hash = new("HASH") { Description = "The 24 hexadecimal digits from a marker." };
        Option<string?> query = new("--query") { Description = "Print only the rows, lines or passages that match." };
        Option<string?> store = CompressCommand.StoreOption();
        Command command = new("retrieve", "Prints the original that a marker stands for.") { hash, query, store };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var stores = EmbeddedStores.Open(parsed.GetValue(store));
            var retrieval = new ContentRetrieval(stores.Contents, TokenCounters.O200k, new RetrievalOptions());
            switch (await retrieval.FindAsync(TenantId.Local, parsed.GetValue(hash), cancellationToken))
            {
                case RetrievalLookup.Found found:
                    await retrieval.CountAsync(found.Key, cancellationToken);
                    string? words = parsed.GetValue(query);
                    ReadOnlyMemory<byte> text = string.IsNullOrWhiteSpace(words)
                        ? found.Content
                        : Encoding.UTF8.GetBytes(retrieval.Reply(found, words, null, int.MaxValue).Text);
                    await using (Stream output = Console.OpenStandardOutput())
                    {
                        await output.WriteAsync(text, cancellationToken);
                    }

                    return 0;
                case RetrievalLookup.Missing missing:
                    return HeadroomCommand.Fail(ContentRetrieval.Explain(missing.Reason, parsed.GetValue(hash)));
                default:
                    return HeadroomCommand.Fail("the store gave no answer.");
            }
        });
        return command;
    }
}
