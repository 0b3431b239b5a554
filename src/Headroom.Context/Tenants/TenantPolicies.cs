using System.Collections.Concurrent;
using Headroom.Compression.Blocks;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Turns;

namespace Headroom.Context.Tenants;

/// <summary>
/// What a gateway remembers of tenants' policies. Only a tenant's first request waits for one, and not for long; later ones are
/// served from memory, and one that finds it old has it asked for anew behind its back. While nobody answers, what is remembered holds,
/// or what the gateway was configured with itself, and it counts calls by itself.
/// </summary>
/// <param name="fabric">Who is asked.</param>
/// <param name="configured">What this process was configured with.</param>
/// <param name="profiles">The profiles of the process, for tenants that name none.</param>
/// <param name="time">The clock.</param>
public sealed class TenantPolicies(IContextFabric fabric, ConfiguredTenants configured, ProfileSelection profiles, TimeProvider time)
{
    /// <summary>How old what is remembered may be before it is asked for anew.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TenantId, Remembrance> _remembered = new();
    private readonly ConcurrentDictionary<string, ProfileSelection> _selections = new();

    /// <summary>What holds for a tenant's requests.</summary>
    public async ValueTask<TenantPolicy> OfAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if (!_remembered.TryGetValue(tenant, out Remembrance? remembered))
        {
            return await AskAsync(tenant, new Remembrance(configured.Of(tenant), 0, new RequestBudget(time)), cancellationToken).ConfigureAwait(false);
        }

        if (time.GetElapsedTime(remembered.At) > MaxAge && remembered.TryTake())
        {
            _ = AskAsync(tenant, remembered, CancellationToken.None);
        }

        return remembered.Policy;
    }

    /// <summary>Asks for one model call of a tenant whose policy was asked for before.</summary>
    public async ValueTask<Admission> AdmitAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        using var limit = new LinkedLimit(AskLimit, time, cancellationToken);
        try
        {
            return await fabric.Tenant(tenant).AdmitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsNoAnswer(failure, cancellationToken))
        {
            return _remembered.TryGetValue(tenant, out Remembrance? remembered) && remembered.Policy.RequestsPerMinute is { } most
                ? remembered.Budget.Take(most)
                : Admission.Granted;
        }
    }

    /// <summary>The profiles of what is compressed for a tenant, as far as it is remembered; never waits.</summary>
    public ProfileSelection ProfilesOf(TenantId tenant) =>
        _remembered.TryGetValue(tenant, out Remembrance? remembered) && remembered.Policy.KnownProfile() is { } profile ? Selection(profile) : profiles;

    /// <summary>The compressor that works under a profile, whichever tenant chose it; <c>null</c> where this process has none.</summary>
    /// <param name="profileId">A profile's <see cref="CompressionProfile.Id"/>.</param>
    internal BlockCompressor? Under(string profileId) => profiles.Under(profileId)
        ?? (CompressionProfiles.All.FirstOrDefault(profile => profile.Id == profileId) is { } profile ? Selection(profile).Under(profileId) : null);

    private ProfileSelection Selection(CompressionProfile profile) => profile.Id == profiles.Default.Id
        ? profiles
        : _selections.GetOrAdd(profile.Id, _ => new ProfileSelection(profile, profiles.Overrides));

    private async Task<TenantPolicy> AskAsync(TenantId tenant, Remembrance standing, CancellationToken cancellationToken)
    {
        using var limit = new LinkedLimit(AskLimit, time, cancellationToken);
        (TenantPolicy policy, long at) = (standing.Policy, time.GetTimestamp());
        try
        {
            policy = await fabric.Tenant(tenant).PolicyAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsNoAnswer(failure, cancellationToken))
        {
            // What stands goes on to stand; whoever comes next has it asked for again, and does not wait for it.
            at -= (long)(MaxAge.TotalSeconds * 2 * time.TimestampFrequency);
        }

        _remembered[tenant] = new Remembrance(policy, at, standing.Budget);
        return policy;
    }

    private static bool IsNoAnswer(Exception failure, CancellationToken cancellationToken) =>
        failure is StoreUnavailableException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <param name="policy">What was last said.</param>
    /// <param name="at">When.</param>
    /// <param name="budget">Counts while nobody does it for all gateways.</param>
    private sealed class Remembrance(TenantPolicy policy, long at, RequestBudget budget)
    {
        private int _isTaken;

        public TenantPolicy Policy => policy;

        public long At => at;

        public RequestBudget Budget => budget;

        /// <summary>Whether the caller is the one to ask anew.</summary>
        public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;
    }
}
