using Headroom.Context.TextModels;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Headroom.Compression.Onnx.Scoring;

/// <summary>
/// A token classifier on ONNX Runtime. Inputs: <c>input_ids</c> and, where the model has them, <c>attention_mask</c> (ones) and
/// <c>token_type_ids</c> (zeros), int64 [1, n]. Output: float [1, n] or [1, n, 1], one value per token, a probability or a logit; or
/// [1, n, 2], two logits. Runs one text at a time, operators one after the other.
/// </summary>
internal sealed class OnnxTokenScorer : ITokenScorer, IDisposable
{
    private readonly InferenceSession _session;
    private readonly TextModelSettings _settings;
    private readonly string _output;

    private OnnxTokenScorer(InferenceSession session, TextModelSettings settings, string output)
    {
        _session = session;
        _settings = settings;
        _output = output;
    }

    /// <summary>Loads a model.</summary>
    /// <exception cref="TextModelException">It is none, or has other inputs or outputs.</exception>
    public static OnnxTokenScorer Load(string path, TextModelSettings settings, int threads)
    {
        InferenceSession session;
        try
        {
            OrtEnv.Instance().DisableTelemetryEvents();
            using var options = new SessionOptions
            {
                IntraOpNumThreads = threads,
                InterOpNumThreads = 1,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            };

            // Threads that wait must not burn what requests need.
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            session = new InferenceSession(path, options);
        }
        catch (Exception refused) when (refused is OnnxRuntimeException or DllNotFoundException or TypeInitializationException)
        {
            throw new TextModelException($"{path} cannot be loaded: {refused.Message}", refused);
        }

        try
        {
            return new OnnxTokenScorer(session, settings, Check(session, settings, path));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> ids, Span<float> keep, CancellationToken cancellationToken)
    {
        long[] tokens = new long[ids.Length];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = ids[i];
        }

        long[] ones = new long[ids.Length];
        Array.Fill(ones, 1);
        long[] shape = [1, ids.Length];
        using OrtValue inputIds = OrtValue.CreateTensorValueFromMemory(tokens, shape);
        using OrtValue mask = OrtValue.CreateTensorValueFromMemory(ones, shape);
        using OrtValue types = OrtValue.CreateTensorValueFromMemory(new long[ids.Length], shape);
        Dictionary<string, OrtValue> inputs = _session.InputNames.ToDictionary(name => name, name => name switch
        {
            "input_ids" => inputIds,
            "attention_mask" => mask,
            _ => types,
        });

        using var run = new RunOptions();
        using CancellationTokenRegistration ending = cancellationToken.Register(() => run.Terminate = true);
        try
        {
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(run, inputs, [_output]);
            Read(outputs[0], keep);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static string Check(InferenceSession session, TextModelSettings settings, string path)
    {
        string? unknown = session.InputNames.FirstOrDefault(name => name is not ("input_ids" or "attention_mask" or "token_type_ids"));
        if (unknown is not null || !session.InputNames.Contains("input_ids"))
        {
            throw new TextModelException($"{path} is no token classifier: its inputs are {string.Join(", ", session.InputNames)}, not input_ids and attention_mask.");
        }

        string output = settings.Output ?? (session.OutputNames is [var only] ? only
            : throw new TextModelException($"{path} has the outputs {string.Join(", ", session.OutputNames)}; say in settings.output which holds the scores."));
        NodeMetadata found = session.OutputMetadata.TryGetValue(output, out NodeMetadata? metadata) ? metadata
            : throw new TextModelException($"{path} has no output '{output}' but {string.Join(", ", session.OutputNames)}.");
        return found.IsTensor && found.ElementDataType == TensorElementType.Float ? output
            : throw new TextModelException($"{path}: the output '{output}' does not hold 32-bit floats.");
    }

    private void Read(OrtValue output, Span<float> keep)
    {
        long[] shape = output.GetTensorTypeAndShape().Shape;
        long values = shape.Length == 2 ? 1 : shape.Length == 3 ? shape[2] : 0;
        if (values is not (1 or 2) || shape[0] != 1 || shape[1] != keep.Length)
        {
            throw new TextModelException($"The output '{_output}' has the shape [{string.Join(", ", shape)}] for {keep.Length} tokens, not [1, {keep.Length}], with 1 or 2 values each.");
        }

        ReadOnlySpan<float> scores = output.GetTensorDataAsSpan<float>();
        for (int i = 0; i < keep.Length; i++)
        {
            // The softmax of two logits is the logistic function of their difference.
            keep[i] = values == 2 ? Logistic(scores[(2 * i) + _settings.KeepLabel] - scores[(2 * i) + 1 - _settings.KeepLabel])
                : _settings.Score == ScoreKind.Logit ? Logistic(scores[i])
                : scores[i];
        }
    }

    private static float Logistic(float value) => 1 / (1 + MathF.Exp(-value));
}
