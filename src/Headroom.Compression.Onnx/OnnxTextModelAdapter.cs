using Headroom.Compression.Onnx;
using Headroom.Compression.Onnx.Counting;
using Headroom.Compression.Onnx.Scoring;
using Headroom.Compression.Onnx.Tokenizing;
using Headroom.Compression.Tokens;
using Headroom.Context.Ports;
using Headroom.Context.TextModels;

[assembly: TextModelAdapter(typeof(OnnxTextModelAdapter))]

namespace Headroom.Compression.Onnx;

/// <summary>Loads token classifiers in ONNX format, and vocabularies.</summary>
public sealed class OnnxTextModelAdapter : ITextModelAdapter
{
    /// <inheritdoc/>
    public async Task<ILoadedTextModel> LoadAsync(InstalledTextModel model, TextModelOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        TextModelDescription description = model.Description;
        await model.RequireDigestsAsync(cancellationToken).ConfigureAwait(false);
        TextTokenizer tokenizer = TextTokenizer.Of(model);
        OnnxTokenScorer session = OnnxTokenScorer.Load(model.PathOf(description.Settings.Model), description.Settings, options.Threads);
        try
        {
            // Shows that both fit together, and makes the session's memory before the first request needs it.
            var scorer = new WordScorer(session, tokenizer, description.Settings);
            scorer.Score("a text to begin with"u8, cancellationToken);
            return new OnnxTextModel(description.Id, scorer, options, timeProvider, session);
        }
        catch (Exception failure) when (failure is not (TextModelException or OperationCanceledException))
        {
            session.Dispose();
            throw new TextModelException($"{description.Name} cannot be used: {failure.Message}", failure);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ITokenCounter LoadCounter(string vocabulary, string path) => VocabularyTokenCounter.Load(vocabulary, path);
}
