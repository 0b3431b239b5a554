using System.ComponentModel.DataAnnotations;
using Headroom.Compression.Tokens;
using Headroom.Context.TextModels;

namespace Headroom.Context.Ports;

/// <summary>Loads text models and vocabularies. Named by a <see cref="TextModelAdapterAttribute"/>.</summary>
public interface ITextModelAdapter
{
    /// <summary>Checks a model's files against their digests and loads it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">What it may cost.</param>
    /// <param name="timeProvider">The clock of its deadline.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The model; disposing unloads it.</returns>
    /// <exception cref="TextModelException">A file is missing, has another digest, or is no such model; the message says which and what to do.</exception>
    Task<ILoadedTextModel> LoadAsync(InstalledTextModel model, TextModelOptions options, TimeProvider timeProvider, CancellationToken cancellationToken);

    /// <summary>Loads a tokenizer file, to count tokens with.</summary>
    /// <param name="vocabulary">What the counter is called.</param>
    /// <param name="path">The file: <c>tokenizer.json</c>, <c>vocab.txt</c>, <c>vocab.json</c> beside <c>merges.txt</c>, or <c>*.model</c>.</param>
    /// <exception cref="TextModelException">It cannot be read, or is of no kind that is known.</exception>
    ITokenCounter LoadCounter(string vocabulary, string path);
}

/// <summary>A model that was loaded into this process.</summary>
public interface ILoadedTextModel : ITextModel, IAsyncDisposable;

/// <summary>A model that silos of the cluster have, for a process that has none of its own.</summary>
/// <param name="Id">The model as <c>name@digest</c>; a silo with another answers that it failed.</param>
/// <param name="Options">What it may cost the caller.</param>
public sealed record RemoteTextModel(string Id, TextModelOptions Options);

/// <summary>What a text model may cost.</summary>
public sealed class TextModelOptions
{
    /// <summary>How long a text waits for its scores, in the queue and in the model together; past it, it is compressed without them.</summary>
    /// <value>The default is 150 ms, of the 400 ms that all of a turn's compression may take.</value>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Texts that wait for the model; one more is refused at once.</summary>
    /// <value>The default is 16.</value>
    [Range(1, 4096)]
    public int QueueLength { get; init; } = 16;

    /// <summary>Longer texts are not scored at all.</summary>
    /// <value>The default is 256 KiB.</value>
    [Range(1, 16 << 20)]
    public int MaxBytes { get; init; } = 256 << 10;

    /// <summary>Threads that one text is scored by. More are faster; the sums they add up in another order may differ in their last digit.</summary>
    /// <value>The default is 1.</value>
    [Range(1, 256)]
    public int Threads { get; init; } = 1;
}

/// <summary>Says that an assembly loads text models, so that a composition root need not reference what a build may have left out.</summary>
/// <param name="adapter">An <see cref="ITextModelAdapter"/> with a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TextModelAdapterAttribute(Type adapter) : Attribute
{
    /// <summary>The type that loads them.</summary>
    public Type Adapter { get; } = adapter;
}
