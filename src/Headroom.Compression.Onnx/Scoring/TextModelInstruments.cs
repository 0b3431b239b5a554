using System.Diagnostics.Metrics;

namespace Headroom.Compression.Onnx.Scoring;

/// <summary>What text models cost and give, on the meter <c>Headroom.TextModels</c>.</summary>
internal static class TextModelInstruments
{
    private static readonly Meter Meter = new("Headroom.TextModels");

    public static Counter<long> Texts { get; } =
        Meter.CreateCounter<long>("headroom.text_model.texts", "{text}", "Texts that a model was asked about, by outcome.");

    public static Histogram<double> Duration { get; } =
        Meter.CreateHistogram<double>("headroom.text_model.duration", "s", "Time that a model needed for a text, without waiting.");
}
