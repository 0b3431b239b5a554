using System.Buffers;
using System.Globalization;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Json.Embedding;

/// <summary>
/// JSON inside a string: tables that the exact text can be rebuilt from, where its layout is a usual one; otherwise, and only
/// where something may be left out, tables of the same values; or a sample.
/// </summary>
internal static class EmbeddedJson
{
    private const double WorthOmitting = 0.8;

    /// <summary>Reads JSON; <c>null</c> where no table holds it.</summary>
    public static EmbeddedText? Read(ReadOnlySpan<byte> text, TextScope scope, HashSet<string> usedTerms)
    {
        Range range = JsonBlock.Find(text);
        using JsonIndex? index = JsonIndex.TryParse(text[range], scope.CancellationToken);
        if (index is null)
        {
            return null;
        }

        var tables = new TableReader(index);
        ReadOnlySpan<byte> before = text[..range.Start];
        ReadOnlySpan<byte> after = text[range.End..];
        JsonLayout? layout = before.IsEmpty && after.IsEmpty ? JsonLayout.Find(text, index) : null;
        EmbeddedText? best = null;
        if (layout is not null || scope.MaySample)
        {
            EncodedJson all = EncodedJson.Encode(tables, scope with { MaySample = false }, usedTerms);
            best = Form(all, before, after, layout is { } known ? $"JSON, {known}" : "JSON, same values", layout is not null, scope);
        }

        if (!scope.MaySample)
        {
            return best;
        }

        EncodedJson sampled = EncodedJson.Encode(tables, scope, usedTerms);
        string extent = sampled.ItemCount > sampled.ShownItemCount
            ? string.Create(CultureInfo.InvariantCulture, $"JSON, {sampled.ShownItemCount} of {sampled.ItemCount} {sampled.Unit}")
            : "JSON, long values shortened";
        EmbeddedText sample = Form(sampled, before, after, extent, false, scope);
        return sampled.HasOmissions && sample.Tokens < best!.Tokens * WorthOmitting ? sample : best;
    }

    private static EmbeddedText Form(EncodedJson json, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, string title, bool isExact, TextScope scope)
    {
        using var body = new Utf8Text(before.Length + json.Body.Length + after.Length + 1);
        body.Write(before);
        body.Write(json.Body);
        body.Write(json.EndsLine ? after.TrimStart((byte)'\n') : after);
        int start = before.Length;
        return new EmbeddedText
        {
            Body = body.WrittenSpan.ToArray(),
            References = [.. json.References.Select(reference => reference with { Offset = reference.Offset + start })],
            Title = title,
            IsExact = isExact,
            HoldsAllValues = json.HoldsAllValues,
            Tokens = scope.Profile.Counter.Count(body.WrittenSpan) + json.Texts.Sum(text => text.Tokens + EmbeddedTexts.SectionTokens),
            ItemCount = json.ItemCount,
            ShownItemCount = json.ShownItemCount,
            Unit = json.Unit,
            Used = json.Used,
            Transforms = json.Transforms,
        };
    }
}
