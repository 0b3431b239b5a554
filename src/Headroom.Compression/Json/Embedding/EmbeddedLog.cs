using System.Globalization;
using Headroom.Compression.Logs;

namespace Headroom.Compression.Json.Embedding;

/// <summary>A log inside a string: folded without loss, or sampled with its errors.</summary>
internal static class EmbeddedLog
{
    // A sample has to save a fifth of what would be complete.
    private const double WorthOmitting = 0.8;

    /// <summary>Reads a log; <c>null</c> where nothing in it repeats.</summary>
    public static EmbeddedText? Read(EmbeddedSource source, TextScope scope, HashSet<string> usedTerms)
    {
        ReadOnlySpan<byte> text = source.Text;
        TemplatedLog log = source.Log ??= TemplatedLog.Read(text, scope.CancellationToken);
        int lines = log.TemplateOf.Count;
        source.Folded ??= Form(
            FoldedLog.Write(text, log, scope.Profile.Counter, scope.CancellationToken) ?? [], string.Create(CultureInfo.InvariantCulture, $"log, {lines} lines"), lines, lines, true, scope);
        EmbeddedText? best = source.Folded.Body.Length > 0 ? source.Folded : null;
        if (!scope.MaySample)
        {
            return best;
        }

        using LineSelection selection = LineSelection.Select(text, log, scope.Anchors, scope.CancellationToken);
        usedTerms.UnionWith(selection.UsedAnchors.Terms);
        if (SampledLog.Write(text, log, selection, null, scope.CancellationToken, out int shown) is not { } sampled)
        {
            return best;
        }

        EmbeddedText sample = Form(sampled, string.Create(CultureInfo.InvariantCulture, $"log, {shown} of {lines} lines"), lines, shown, false, scope);
        int whole = best?.Tokens ?? scope.Profile.Counter.Count(text);
        return sample.Tokens < whole * WorthOmitting ? sample : best;
    }

    private static EmbeddedText Form(byte[] body, string title, int lines, int shown, bool isExact, TextScope scope) => new()
    {
        Body = body,
        Title = title,
        IsExact = isExact,
        HoldsAllValues = isExact,
        Tokens = scope.Profile.Counter.Count(body),
        ItemCount = lines,
        ShownItemCount = shown,
        Unit = "lines",
        Transforms = isExact ? ["log:templates"] : ["log:templates", "log:sample"],
    };
}
