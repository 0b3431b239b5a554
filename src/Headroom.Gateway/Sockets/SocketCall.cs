using Headroom.Context.Identity;
using Headroom.Context.Keys;
using Headroom.Context.Symbols;
using Headroom.Context.Usage;
using Headroom.Gateway.Upstreams;
using Headroom.Protocols.Turns;

namespace Headroom.Gateway.Sockets;

/// <summary>What all turns of one connection share.</summary>
/// <param name="Provider">Whom they are for.</param>
/// <param name="Protocol">Their protocol.</param>
/// <param name="Tenant">Whose they are.</param>
/// <param name="Caller">Who speaks.</param>
/// <param name="Subject">Whom they are accounted to.</param>
/// <param name="IsBypassed">Whether they are to go upstream as they come.</param>
/// <param name="Graph">How the code of their project stands now.</param>
internal sealed record SocketCall(
    Provider Provider, WireProtocol Protocol, TenantId Tenant, Caller Caller, UsageSubject Subject, bool IsBypassed, Func<SymbolGraph?> Graph);
