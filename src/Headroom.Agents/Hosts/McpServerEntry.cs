namespace Headroom.Agents.Hosts;

/// <summary>How a host is to start our MCP server.</summary>
/// <param name="Command">The program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables beside those that it inherits; keys belong here, since arguments are visible to other users.</param>
public sealed record McpServerEntry(string Command, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The name it is registered under.</summary>
    public const string Name = "headroom";
}

/// <summary>How things stand with a host.</summary>
public enum McpRegistration
{
    /// <summary>It knows our server, as it is to be started.</summary>
    Registered,

    /// <summary>It knows a server under our name that is started otherwise.</summary>
    Mismatch,

    /// <summary>It does not know our server.</summary>
    Absent,

    /// <summary>The host is not on this machine.</summary>
    NotDetected,
}
