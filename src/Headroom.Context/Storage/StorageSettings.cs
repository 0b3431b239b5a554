using System.Globalization;

namespace Headroom.Context.Storage;

/// <summary>
/// Reads an adapter's settings. Names are compared without regard to case; a name that the adapter does not know is refused, so
/// that a misspelt one does not silently leave its default in place.
/// </summary>
public sealed class StorageSettings
{
    private readonly Dictionary<string, string> _values;

    /// <summary>Takes the settings of the adapter <paramref name="adapter"/>, which knows the names <paramref name="known"/>.</summary>
    /// <exception cref="ArgumentException">A name is not known.</exception>
    public StorageSettings(string adapter, IReadOnlyDictionary<string, string> values, params ReadOnlySpan<string> known)
    {
        ArgumentNullException.ThrowIfNull(values);
        Adapter = adapter;
        _values = new(values, StringComparer.OrdinalIgnoreCase);
        string[] names = known.ToArray();
        if (_values.Keys.FirstOrDefault(name => !names.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new ArgumentException($"The storage '{adapter}' has no setting '{unknown}'; it knows {string.Join(", ", names)}.", nameof(values));
    }

    /// <summary>The adapter's name.</summary>
    public string Adapter { get; }

    /// <summary>A setting that must be there.</summary>
    /// <exception cref="ArgumentException">It is missing or empty.</exception>
    public string Required(string name) => Optional(name)
        ?? throw new ArgumentException($"The storage '{Adapter}' needs the setting '{name}'.", nameof(name));

    /// <summary>A setting that may be missing or empty.</summary>
    public string? Optional(string name) => _values.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    /// <summary><c>true</c> or <c>false</c>.</summary>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public bool Flag(string name, bool fallback) => Read(name, fallback, "true or false", (string text, out bool value) => bool.TryParse(text, out value));

    /// <summary>A time such as <c>00:00:02</c>, above zero.</summary>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public TimeSpan Time(string name, TimeSpan fallback) => Read(name, fallback, "a time such as 00:00:02", (string text, out TimeSpan value) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value) && value > TimeSpan.Zero);

    private T Read<T>(string name, T fallback, string form, Parser<T> parse)
    {
        if (Optional(name) is not { } text)
            return fallback;
        return parse(text, out T value) ? value
            : throw new ArgumentException($"The setting '{name}' of the storage '{Adapter}' is {form}, not '{text}'.", nameof(name));
    }

    private delegate bool Parser<T>(string text, out T value);
}
