using Headroom.Context.Identity;
using Headroom.Context.Keys;
using Headroom.Context.Symbols;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Turns;

/// <summary>One request of an agent, as it came in.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Caller">What the headers say about who speaks.</param>
/// <param name="Protocol">The protocol of the route.</param>
/// <param name="Body">The whole body.</param>
/// <param name="IsBypassed">Whether it is to go upstream as it came; what it shows is then remembered as raw.</param>
/// <param name="KeepsConnection">Whether upstream remembers the answers of the connection that it goes by, stored or not.</param>
public sealed record TurnRequest(
    TenantId Tenant, Caller Caller, WireProtocol Protocol, ReadOnlyMemory<byte> Body, bool IsBypassed, bool KeepsConnection = false)
{
    /// <value>The model that the address names; <c>null</c> where the body does.</value>
    public string? Model { get; init; }

    /// <value>Whether what keeps the provider from using its cache is to be mended.</value>
    public bool IsStabilized { get; init; }

    /// <value>How the functions of the caller's project call each other; <c>null</c> where that is not known.</value>
    public SymbolGraph? Graph { get; init; }
}
