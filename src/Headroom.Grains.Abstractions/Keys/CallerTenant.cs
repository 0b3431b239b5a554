namespace Headroom.Grains.Keys;

/// <summary>
/// The tenant that a call is made for. It travels beside the call and on with every call made on its behalf, so that a grain of
/// one tenant cannot be made to ask one of another.
/// </summary>
public static class CallerTenant
{
    private const string Name = "headroom.tenant";

    /// <value>The tenant of the call under way; <c>null</c> where the caller named none.</value>
    public static string? Current => RequestContext.Get(Name) as string;

    /// <summary>Names the tenant of the calls that follow in this asynchronous flow.</summary>
    public static void Set(string tenant) => RequestContext.Set(Name, tenant);
}
