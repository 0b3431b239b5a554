namespace Headroom.Storage.AzureStates.Records;

/// <summary>How a service writes the version of a record.</summary>
/// <param name="start">What stands before it.</param>
/// <param name="end">What stands behind it.</param>
/// <param name="isOfService">Whether a text between them can be one; the service refuses anything else as malformed, and not as another version.</param>
internal sealed class EntityTags(string start, string end, Func<string, bool> isOfService)
{
    /// <summary>What stands between the quotation marks: clients get it between some of their own.</summary>
    public string Inner(string tag) => tag[start.Length..^end.Length];

    /// <summary>As the service takes it; <c>null</c> where it can be none of its own.</summary>
    public string? Outer(string tag) => isOfService(tag) ? start + tag + end : null;
}
