using System.Text.Json.Serialization;

namespace Headroom.Agents.Checks;

/// <summary>What a check found.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Status">How it is.</param>
/// <param name="Text">What is the case, one line.</param>
/// <param name="Fix">What puts it right, one line; <c>null</c> where nothing has to be.</param>
public sealed record Finding(string Name, FindingStatus Status, string Text, string? Fix = null);

/// <summary>How something is; the worst of all findings is the exit code.</summary>
public enum FindingStatus
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok = 0,

    /// <summary>It works, or would; something is not as it should be.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning = 1,

    /// <summary>It does not work.</summary>
    [JsonStringEnumMemberName("error")]
    Error = 2,
}
