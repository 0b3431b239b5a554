using Headroom.Compression.Pooling;

namespace Headroom.Compression.Logs;

/// <summary>A log with its templates: for every line the template it follows and the values in its slots.</summary>
internal sealed class TemplatedLog : IDisposable
{
    private readonly PooledList<int> _valueStarts;
    private readonly PooledList<int> _values;

    private TemplatedLog(StampedLog log, PooledList<int> templateOf)
    {
        Log = log;
        TemplateOf = templateOf;
        _valueStarts = PooledList<int>.OfDefaults(templateOf.Count + 1);
        _values = new PooledList<int>(templateOf.Count * 2);
    }

    /// <value>The lines, their levels and time stamps.</value>
    public StampedLog Log { get; }

    /// <value>Per line: its template, or <see cref="TemplateMiner.NoGroup"/>.</value>
    public PooledList<int> TemplateOf { get; }

    /// <value>The templates in order of first appearance.</value>
    public List<LogTemplate> Templates { get; } = [];

    /// <value>The distinct values of all slots.</value>
    public ValueTable Values { get; } = new();

    /// <summary>Mines the templates of a block and extracts the values of every line.</summary>
    public static TemplatedLog Read(ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        StampedLog log = StampedLog.Read(content, cancellationToken);
        var templated = new TemplatedLog(log, TemplateMiner.Mine(content, log, cancellationToken));
        templated.FindTemplates(content, cancellationToken);
        templated.ExtractValues(content, cancellationToken);
        return templated;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Log.Dispose();
        TemplateOf.Dispose();
        Values.Dispose();
        _valueStarts.Dispose();
        _values.Dispose();
    }

    /// <summary>The values of a line, as numbers in <see cref="Values"/>.</summary>
    public ReadOnlySpan<int> ValuesOf(int line) =>
        _values.AsSpan()[_valueStarts[line].._valueStarts[line + 1]];

    private void FindTemplates(ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        var tokens = new LineTokens();
        for (int i = 0; i < TemplateOf.Count; i++)
        {
            StampedLog.ThrowIfDue(i, cancellationToken);
            int template = TemplateOf[i];
            if (template == TemplateMiner.NoGroup)
            {
                continue;
            }

            tokens.Split(content, Log.BodyStart(i), Log.Lines.End(i));
            if (template == Templates.Count)
            {
                Templates.Add(new LogTemplate(i, Log.IsStamped[i], Log.Levels[i], tokens));
            }

            Templates[template].Add(content, i, tokens);
        }

        foreach (LogTemplate template in Templates)
        {
            template.Close(content);
        }
    }

    private void ExtractValues(ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        var tokens = new LineTokens();
        for (int i = 0; i < TemplateOf.Count; i++)
        {
            StampedLog.ThrowIfDue(i, cancellationToken);
            int template = TemplateOf[i];
            if (template != TemplateMiner.NoGroup && Templates[template].Slots is { Length: > 0 } slots)
            {
                tokens.Split(content, Log.BodyStart(i), Log.Lines.End(i));
                foreach (LogTemplate.Slot slot in slots)
                {
                    (int start, int end) = LogTemplate.Value(tokens, slot);
                    _values.Add(Values.Add(content, start, end));
                }
            }

            _valueStarts[i + 1] = _values.Count;
            if (_valueStarts[i] < _values.Count)
            {
                Templates[template].Observe(ValuesOf(i));
            }
        }
    }
}
