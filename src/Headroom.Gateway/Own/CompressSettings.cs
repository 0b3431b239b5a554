using System.Text.Json;
using Headroom.Compression.Blocks;
using Headroom.Context.Messages;
using Headroom.Protocols.Bodies;

namespace Headroom.Gateway.Own;

/// <summary>What a caller of <c>/v1/compress</c> wants, by <c>default_mode</c>.</summary>
internal enum CompressMode
{
    /// <summary>The messages, compressed.</summary>
    Optimize,

    /// <summary>The figures, and beside the messages what they would become. Nothing is stored.</summary>
    Simulate,

    /// <summary>The figures alone. Nothing is stored.</summary>
    Audit,
}

/// <summary>
/// Reads what a caller of <c>/v1/compress</c> chose: <c>token_budget</c> beside the messages, and in <c>config</c>
/// <c>compress_user_messages</c>, <c>target_ratio</c>, <c>protect_recent</c>, <c>protect_analysis_context</c>,
/// <c>default_mode</c>, <c>question</c>, <c>profile</c> and <c>tool_profiles</c>. Other keys are for other programs.
/// </summary>
internal sealed class CompressSettings
{
    private readonly List<string> _errors = [];

    private CompressSettings()
    {
    }

    /// <value>What was chosen.</value>
    public MessageOptions Options { get; private set; } = new();

    /// <value>What is wanted.</value>
    public CompressMode Mode { get; private set; }

    /// <value>What is wrong with the choice; <c>null</c> where nothing is.</value>
    public string? Error => _errors.Count == 0 ? null : string.Join(' ', _errors);

    /// <summary>Reads the settings of a request.</summary>
    /// <param name="request">Its members.</param>
    /// <param name="body">Its body.</param>
    /// <param name="profiles">The profiles of the process.</param>
    public static CompressSettings Read(JsonMembers request, ReadOnlyMemory<byte> body, ProfileSelection profiles)
    {
        var settings = new CompressSettings();
        using JsonDocument config = Parse(request.ValueOf("config"), body);
        using JsonDocument budget = Parse(request.ValueOf("token_budget"), body);
        try
        {
            settings.Read(config.RootElement, budget.RootElement, profiles);
        }
        catch (InvalidOperationException)
        {
            settings._errors.Add("config holds a text that is no valid Unicode.");
        }

        return settings;
    }

    /// <summary>The request has been read already, so its members are valid JSON.</summary>
    private static JsonDocument Parse(ByteRange? value, ReadOnlyMemory<byte> body) =>
        JsonDocument.Parse(value is { } range ? range.Of(body) : "null"u8.ToArray(), new JsonDocumentOptions { MaxDepth = 1 << 16 });

    private void Read(JsonElement config, JsonElement budget, ProfileSelection profiles)
    {
        if (config.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
        {
            _errors.Add("config must be an object.");
            return;
        }

        Mode = Text(config, "default_mode") switch
        {
            null or "optimize" => CompressMode.Optimize,
            "simulate" => CompressMode.Simulate,
            "audit" => CompressMode.Audit,
            _ => Wrong<CompressMode>("config.default_mode must be optimize, simulate or audit."),
        };

        Options = new MessageOptions
        {
            Question = Text(config, "question"),
            Profiles = Profiles(config, profiles),
            TargetRatio = Number(Value(config, "target_ratio"), "config.target_ratio", "a number above 0 and at most 1", ratio => ratio is > 0 and <= 1),
            CompressesUserMessages = Flag(config, "compress_user_messages"),
            ProtectedRecent = (int)(Number(Value(config, "protect_recent"), "config.protect_recent", "a whole number from 0 on", IsCount) ?? 0),
            ProtectsAnalysisContext = Flag(config, "protect_analysis_context"),
            TokenBudget = (long?)Number(budget, "token_budget", "a whole number from 1 on", count => IsCount(count) && count >= 1),
            IsSimulation = Mode != CompressMode.Optimize,
        };
    }

    private T? Wrong<T>(string error)
    {
        _errors.Add(error);
        return default;
    }

    private static bool IsCount(double number) => number is >= 0 and <= int.MaxValue && double.IsInteger(number);

    private static JsonElement Value(JsonElement config, string name) =>
        config.ValueKind == JsonValueKind.Object && config.TryGetProperty(name, out JsonElement value) ? value : default;

    private static bool IsAbsent(JsonElement value) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    private string? Text(JsonElement config, string name)
    {
        JsonElement value = Value(config, name);
        if (!IsAbsent(value) && value.ValueKind != JsonValueKind.String)
        {
            return Wrong<string>($"config.{name} must be a string.");
        }

        return IsAbsent(value) ? null : value.GetString();
    }

    private bool Flag(JsonElement config, string name)
    {
        JsonElement value = Value(config, name);
        if (!IsAbsent(value) && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            _errors.Add($"config.{name} must be true or false.");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    private double? Number(JsonElement value, string name, string what, Func<double, bool> isRight)
    {
        if (IsAbsent(value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && isRight(number))
        {
            return number;
        }

        return Wrong<double?>($"{name} must be {what}.");
    }

    private ProfileSelection? Profiles(JsonElement config, ProfileSelection profiles)
    {
        string? name = Text(config, "profile");
        JsonElement tools = Value(config, "tool_profiles");
        if (name is null && IsAbsent(tools))
        {
            return null;
        }

        CompressionProfile? profile = name is null ? profiles.Default : CompressionProfiles.Named(name);
        if (profile is null)
        {
            _errors.Add($"config.profile must be one of {string.Join(", ", CompressionProfiles.All.Select(known => known.Name))}.");
        }

        List<ToolProfile> overrides = [];
        bool areRead = IsAbsent(tools) || (tools.ValueKind == JsonValueKind.Object && tools.EnumerateObject().All(tool => TryAdd(overrides, tool)));
        if (!areRead)
        {
            _errors.Add($"config.tool_profiles must be an object of tool names, each with a profile's name or {ToolProfile.Raw}.");
        }

        return new ProfileSelection(profile ?? profiles.Default, [.. overrides, .. profiles.Overrides]);
    }

    private static bool TryAdd(List<ToolProfile> overrides, JsonProperty tool)
    {
        ToolProfile? parsed = tool.Value.ValueKind == JsonValueKind.String ? ToolProfile.Parse($"{tool.Name}={tool.Value.GetString()}") : null;
        if (parsed is not null)
        {
            overrides.Add(parsed);
        }

        return parsed is not null;
    }
}
