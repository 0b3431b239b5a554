using System.Text;
using Headroom.Compression.Code;
using Headroom.Compression.Tests.Builds;
using Headroom.Compression.Tests.Code;
using Headroom.Compression.Tests.Diffs;
using Headroom.Compression.Tests.Json;
using Headroom.Compression.Tests.Listings;
using Headroom.Compression.Tests.Logs;
using Headroom.Compression.Tests.Markup;
using Headroom.Compression.Tests.Prose;
using Headroom.Compression.Tests.Search;
using Headroom.Compression.Tests.Tables;

namespace Headroom.Compression.Tests.Fuzzing;

/// <summary>One block of any kind that agents carry, from a seed.</summary>
internal static class Corpus
{
    private static readonly Func<int, byte[]>[] Kinds =
    [
        seed => Encoding.UTF8.GetBytes(new JsonGenerator(seed).Next()),
        GeneratedLogs.Any,
        GeneratedSearch.Any,
        GeneratedDiffs.Any,
        GeneratedListings.Paths,
        GeneratedListings.Tree,
        GeneratedListings.Long,
        seed => GeneratedListings.Commits(seed, isShort: seed % 2 == 0, count: 40),
        seed => Encoding.UTF8.GetBytes(GeneratedBuilds.Of(GeneratedBuilds.Tools[(seed & int.MaxValue) % GeneratedBuilds.Tools.Length], seed, 40).Text),
        GeneratedProse.Any,
        seed => Encoding.UTF8.GetBytes(GeneratedPages.Any(seed).Html),
        seed => Encoding.UTF8.GetBytes(GeneratedTables.Any(seed).Text),
        Opaque,
        Source,
        Wrapped,
        Mixed,
    ];

    /// <summary>A block.</summary>
    public static byte[] Any(int seed)
    {
        var random = new Random(seed);
        return Kinds[random.Next(Kinds.Length)](random.Next());
    }

    private static byte[] Source(int seed)
    {
        CodeLanguage language = GeneratedCode.Languages[seed % 13];
        return Encoding.UTF8.GetBytes(GeneratedCode.Source(language, functions: 1 + (seed % 9), seed));
    }

    private static byte[] Opaque(int seed)
    {
        byte[] bytes = new byte[600 + (seed % 4000)];
        new Random(seed).NextBytes(bytes);
        return Encoding.ASCII.GetBytes(seed % 3 == 0 ? Convert.ToHexString(bytes) : Convert.ToBase64String(bytes, seed % 2 == 0 ? Base64FormattingOptions.InsertLineBreaks : Base64FormattingOptions.None));
    }

    // A block as a tool returns it that wraps what it ran.
    private static byte[] Wrapped(int seed) => Encoding.UTF8.GetBytes(
        $$"""{"content":[{"type":"text","text":{{JsonTree.Quote(Encoding.UTF8.GetString(Kinds[seed % 13](seed)))}}}],"isError":{{(seed % 5 == 0 ? "true" : "false")}}}""");

    private static byte[] Mixed(int seed) =>
        [.. "$ run first\n"u8, .. Kinds[seed % 13](seed), .. "\n===== second =====\n```\n"u8, .. Kinds[seed / 13 % 13](seed), .. "\n```\nExit code: 0\n"u8];
}
