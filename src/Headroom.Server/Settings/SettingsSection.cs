using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Headroom.Server.Settings;

/// <summary>Reads a section of the configuration and gathers what is wrong with it, one line each. Unknown names are wrong too.</summary>
internal sealed class SettingsSection(IConfiguration configuration, string name, List<string> errors)
{
    private readonly IConfigurationSection _section = configuration.GetSection(name);
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public delegate bool Parser<T>(string text, out T value);

    /// <summary>A text; the fallback where it is missing or empty.</summary>
    public string Text(string key, string fallback)
    {
        _known.Add(key);
        return _section[key] is { Length: > 0 } text ? text : fallback;
    }

    /// <summary>A value of a form, such as <c>a port</c>.</summary>
    public T Value<T>(string key, T fallback, string form, Parser<T> parse)
    {
        string text = Text(key, "");
        if (text.Length == 0)
        {
            return fallback;
        }

        if (parse(text, out T value))
        {
            return value;
        }

        errors.Add($"{name}:{key} is {form}, not '{text}'.");
        return fallback;
    }

    /// <summary>A port.</summary>
    public int Port(string key, int fallback) => Value(key, fallback, "a port from 1 to 65535", (string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65_535);

    /// <summary>A time of zero or more.</summary>
    public TimeSpan Time(string key, TimeSpan fallback) => Value(key, fallback, "a time such as 00:00:05", (string text, out TimeSpan time) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out time) && time >= TimeSpan.Zero);

    /// <summary>One of some words.</summary>
    public string Choice(string key, string fallback, params string[] words) =>
        Value(key, fallback, $"one of {string.Join(", ", words)}", (string text, out string word) => (word = text) is not null && words.Contains(text));

    /// <summary>Checks an object that was made of the section against its own annotations.</summary>
    public T Checked<T>(T made) where T : class
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(made, new ValidationContext(made), results, validateAllProperties: true);
        errors.AddRange(results.Select(result => $"{name}:{string.Join(", ", result.MemberNames)}: {result.ErrorMessage}"));
        return made;
    }

    /// <summary>The values of a section inside.</summary>
    public IReadOnlyDictionary<string, string> Inside(string key)
    {
        _known.Add(key);
        return _section.GetSection(key).GetChildren().Where(child => child.Value is not null).ToDictionary(child => child.Key, child => child.Value!);
    }

    /// <summary>Says which names nobody asked for: a misspelt one must not silently leave its default in place.</summary>
    public void RefuseUnknown() => errors.AddRange(_section.GetChildren()
        .Where(child => !_known.Contains(child.Key))
        .Select(child => $"{name}:{child.Key} is no setting; {name} has {string.Join(", ", _known)}."));
}
