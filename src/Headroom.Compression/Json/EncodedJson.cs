using Headroom.Compression.Json.Embedding;
using Headroom.Compression.Json.Naming;
using Headroom.Compression.Json.Sampling;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Json;

/// <summary>A JSON text as tables, before the texts inside its strings are numbered and put below it.</summary>
internal sealed class EncodedJson
{
    private EncodedJson(ReadOnlySpan<byte> body, TableWriter writer, TableStages stages, bool endsLine, NamedBody? withNames, IReadOnlyList<EmbeddedText> named)
    {
        Body = withNames?.Body ?? body.ToArray();
        Named = named;
        EndsLine = endsLine;
        References = withNames?.References ?? writer.References;
        Texts = [.. References.Select(reference => reference.Text).Distinct(ReferenceEqualityComparer.Instance).Cast<EmbeddedText>()];
        CompleteBytes = body.Length + writer.OmittedBytes;
        HasOmissions = writer.HasOmissions || Texts.Exists(text => !text.IsExact);
        HoldsAllValues = !writer.HasOmissions && Texts.TrueForAll(text => text.HoldsAllValues);
        ItemCount = writer.ItemCount + Texts.Sum(text => text.ItemCount);
        ShownItemCount = writer.ShownItemCount + Texts.Sum(text => text.ShownItemCount);
        string[] units = [.. Texts.Select(text => text.Unit).Prepend(writer.Unit).OfType<string>().Distinct()];
        Unit = units.Length == 0 ? null : units.Length == 1 ? units[0] : units.Contains("lines") ? "rows and lines" : "rows";
        Used = Texts.Aggregate(writer.Used | (withNames is null ? 0 : Notation.Names), (used, text) => used | text.Used | Notation.Text);
        string form = withNames is not null || (writer.Used & ~(Notation.Clip | Notation.Fold | Notation.Text)) != 0 || writer.HasOmissions ? stages.Table : stages.Minify;
        Transforms = [.. Texts.SelectMany(text => text.Transforms).Prepend(writer.HasOmissions ? stages.Sample : form).Prepend(form).Distinct()];
    }

    /// <value>The tables, without the names of the texts that they refer to.</value>
    public byte[] Body { get; }

    /// <value>Whether the tables end with a line break.</value>
    public bool EndsLine { get; }

    /// <value>The places that refer to texts.</value>
    public IReadOnlyList<TextReference> References { get; }

    /// <value>The texts, each once.</value>
    public List<EmbeddedText> Texts { get; }

    /// <value>About how many bytes it would take with every row of its tables.</value>
    public long CompleteBytes { get; }

    /// <value>Records that the question names, in full.</value>
    public IReadOnlyList<EmbeddedText> Named { get; }

    /// <value>Whether rows, lines, text or white space were left out.</value>
    public bool HasOmissions { get; }

    /// <value>Whether every value is there, white space inside strings aside.</value>
    public bool HoldsAllValues { get; }

    /// <value>Rows of the tables and lines of the texts.</value>
    public int ItemCount { get; }

    /// <value>How many of <see cref="ItemCount"/> are shown.</value>
    public int ShownItemCount { get; }

    /// <value>What <see cref="ItemCount"/> counts.</value>
    public string? Unit { get; }

    /// <value>The parts of the notation that were used.</value>
    public Notation Used { get; }

    /// <value>The stages that made it.</value>
    public IReadOnlyList<string> Transforms { get; }

    /// <summary>Writes JSON as tables.</summary>
    /// <param name="tables">What to write.</param>
    /// <param name="scope">What holds for it.</param>
    /// <param name="usedTerms">Takes the terms of the question that change the output.</param>
    public static EncodedJson Encode(TableReader tables, TextScope scope, HashSet<string> usedTerms)
    {
        using var body = new Utf8Text(tables.Index.Source.Length / 4);
        var texts = new EmbeddedTexts(tables.Index, tables.Texts, scope, usedTerms);
        RowSampler? sampler = scope.MaySample ? new RowSampler(tables.Index, scope.Anchors) : null;
        LongTexts? longTexts = scope.MaySample ? new LongTexts(tables.Index, scope.Anchors, usedTerms, scope.CancellationToken) : null;
        var writer = new TableWriter(tables, body, sampler, texts, longTexts, scope.CancellationToken);
        bool endsLine = writer.Write(tables.Index[0].Count == 1 ? 1 : 0);
        usedTerms.UnionWith(sampler?.UsedAnchors.Terms ?? []);
        NamedBody? withNames = SharedNames.Apply(tables.Index, body.WrittenSpan, writer.Pieces, writer.References, scope.Profile);
        List<EmbeddedText> named = scope.Depth == 0 && tables.HoldsJson ? NamedRecords.Find(tables.Index, withNames?.Body ?? body.WrittenSpan, scope, usedTerms) : [];
        return new EncodedJson(body.WrittenSpan, writer, tables.Stages, endsLine, withNames, named);
    }
}
