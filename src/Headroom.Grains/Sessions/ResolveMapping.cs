using Headroom.Context.Ports;
using Headroom.Grains.Wire;

namespace Headroom.Grains.Sessions;

/// <summary>Answers about markers, on their way to the wire.</summary>
internal static class ResolveMapping
{
    public static ResolveReply ToRecord(this MarkerLookup lookup) => lookup switch
    {
        MarkerLookup.Found found => new(ResolveOutcome.Found, found.Hash.ToRecord()),
        MarkerLookup.Expired => new(ResolveOutcome.Expired, null),
        _ => new(ResolveOutcome.Unknown, null),
    };
}
