using Headroom.Compression.Blocks;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Tenants;
using Headroom.Testing.Time;

namespace Headroom.Context.Tests.Tenants;

public sealed class TenantPoliciesTests
{
    private static readonly TenantId Acme = new("acme");

    private static readonly ConfiguredTenants Configured = new([KeyValuePair.Create(Acme, new TenantPolicy { RequestsPerMinute = 2 })]);

    private readonly ManualTimeProvider _time = new();
    private readonly AskedFabric _fabric = new();
    private readonly TenantPolicies _policies;

    public TenantPoliciesTests() =>
        _policies = new TenantPolicies(_fabric, Configured, new ProfileSelection(CompressionProfiles.Balanced, ToolProfile.Parse("Grep=conservative")!), _time);

    [Fact]
    public async Task Only_the_first_request_waits_and_a_later_one_has_what_is_old_asked_for_anew_behind_its_back()
    {
        _fabric.Next.SetResult(new TenantPolicy { Profile = "aggressive" });
        Assert.Equal("aggressive", (await _policies.OfAsync(Acme, default)).Profile);
        await _policies.OfAsync(Acme, default);
        Assert.Equal(1, _fabric.Asked);

        TaskCompletionSource<TenantPolicy> slow = _fabric.Next = new();
        _time.Advance(TenantPolicies.MaxAge * 2);
        Assert.Equal("aggressive", (await _policies.OfAsync(Acme, default)).Profile);
        Assert.Equal("aggressive", (await _policies.OfAsync(Acme, default)).Profile);
        Assert.Equal(2, _fabric.Asked);
        slow.SetResult(new TenantPolicy { Profile = "conservative" });
        await UntilAsync(policy => policy.Profile == "conservative");
    }

    [Fact]
    public async Task What_is_remembered_holds_while_nobody_answers_and_is_asked_for_again()
    {
        _fabric.Next.SetResult(new TenantPolicy { RequestsPerMinute = 5 });
        await _policies.OfAsync(Acme, default);
        _fabric.Next = new();
        _fabric.Next.SetException(new StoreUnavailableException("nobody"));
        _time.Advance(TenantPolicies.MaxAge * 2);
        Assert.Equal(5, (await _policies.OfAsync(Acme, default)).RequestsPerMinute);
        _fabric.Next = new();
        _fabric.Next.SetResult(new TenantPolicy { RequestsPerMinute = 6 });
        _time.Advance(TenantPolicies.MaxAge * 2);
        await UntilAsync(policy => policy.RequestsPerMinute == 6);
    }

    [Fact]
    public async Task A_request_does_not_wait_for_a_policy_for_ever()
    {
        Task<TenantPolicy> waiting = _policies.OfAsync(Acme, default).AsTask();
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Configured.Of(Acme), await waiting);

        // Nor does the next one, behind whose back it is asked for again.
        _fabric.Next = new();
        Assert.Equal(Configured.Of(Acme), await _policies.OfAsync(Acme, default));
        _fabric.Next.SetResult(new TenantPolicy { RequestsPerMinute = 5 });
        await UntilAsync(policy => policy.RequestsPerMinute == 5);
    }

    [Fact]
    public async Task While_nobody_counts_for_all_gateways_each_counts_by_what_it_last_heard()
    {
        _fabric.Next.SetResult(new TenantPolicy { RequestsPerMinute = 3 });
        await _policies.OfAsync(Acme, default);
        for (int call = 0; call < 5; call++)
        {
            Assert.True((await _policies.AdmitAsync(Acme, default)).IsAdmitted);
        }

        _fabric.Counts = false;
        List<bool> admitted = [];
        for (int call = 0; call < 5; call++)
        {
            admitted.Add((await _policies.AdmitAsync(Acme, default)).IsAdmitted);
        }

        Assert.Equal([true, true, true, false, false], admitted);
    }

    [Theory]
    [InlineData("aggressive", "aggressive")]
    [InlineData("of a later version", "balanced")]
    [InlineData(null, "balanced")]
    public async Task A_tenant_gets_the_profile_it_names_where_that_is_known_and_the_overrides_of_the_process_either_way(string? named, string profile)
    {
        Assert.Equal("balanced", _policies.ProfilesOf(Acme).Default.Name);
        _fabric.Next.SetResult(new TenantPolicy { Profile = named });
        await _policies.OfAsync(Acme, default);
        ProfileSelection chosen = _policies.ProfilesOf(Acme);
        Assert.Equal((profile, "conservative"), (chosen.For("Read")!.Profile.Name, chosen.For("grep")!.Profile.Name));
        Assert.Same(chosen, _policies.ProfilesOf(Acme));
    }

    /// <summary>What is asked for behind a request's back is there some moment later.</summary>
    private async Task UntilAsync(Func<TenantPolicy, bool> holds)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (!holds(await _policies.OfAsync(Acme, default)))
        {
            Assert.False(limit.IsCancellationRequested);
            await Task.Yield();
        }
    }

    /// <summary>A fabric that answers for tenants what a test wants, when it wants.</summary>
    private sealed class AskedFabric : IContextFabric, ITenant
    {
        public TaskCompletionSource<TenantPolicy> Next { get; set; } = new();

        public int Asked { get; private set; }

        public bool Counts { get; set; } = true;

        public IUsage Usage => throw new NotSupportedException();

        public ITenant Tenant(TenantId tenant) => this;

        public ISession Session(SessionKey key) => throw new NotSupportedException();

        public IAgent Agent(AgentKey key) => throw new NotSupportedException();

        public IChunk Chunk(ChunkKey key) => throw new NotSupportedException();

        public async ValueTask<TenantPolicy> PolicyAsync(CancellationToken cancellationToken)
        {
            Asked++;
            return await Next.Task.WaitAsync(cancellationToken);
        }

        public ValueTask<Admission> AdmitAsync(CancellationToken cancellationToken) =>
            Counts ? new(Admission.Granted) : throw new StoreUnavailableException("nobody");
    }
}
