using System.Reflection;

namespace Headroom.Grains.Calls;

/// <summary>
/// How long a grain's method may take, as its interface says. A client of Orleans looks for calls that are overdue once in a second, so
/// that a limit of 400 ms by itself ends a call after up to 1.4 s: we count it ourselves.
/// </summary>
internal static class CallLimit
{
    /// <summary>The limit of a method.</summary>
    /// <typeparam name="TGrain">The interface.</typeparam>
    /// <param name="method">The method's name.</param>
    public static TimeSpan Of<TGrain>(string method) =>
        typeof(TGrain).GetMethod(method)?.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout
        ?? throw new ArgumentException($"{typeof(TGrain).Name}.{method} has no limit.", nameof(method));
}
