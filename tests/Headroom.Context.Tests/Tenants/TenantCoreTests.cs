using FsCheck;
using FsCheck.Fluent;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Tenants;
using Headroom.Testing.Time;

namespace Headroom.Context.Tests.Tenants;

public sealed class TenantCoreTests
{
    private static readonly TenantId Acme = new("acme");

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Who_comes_again_when_he_was_told_to_is_admitted_and_no_sooner()
    {
        TenantCore tenant = Limited(6);
        Assert.Equal(6, await AdmittedAsync(tenant, 6));
        Admission refused = await tenant.AdmitAsync(default);
        Assert.Equal((false, TimeSpan.FromSeconds(10)), (refused.IsAdmitted, refused.RetryAfter));
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False((await tenant.AdmitAsync(default)).IsAdmitted);
        _time.Advance(TimeSpan.FromSeconds(0.11));
        Assert.Equal(Admission.Granted, await tenant.AdmitAsync(default));
        Assert.False((await tenant.AdmitAsync(default)).IsAdmitted);
    }

    [Fact]
    public void Whatever_the_pace_no_more_than_the_burst_and_what_the_time_brings_is_admitted() =>
        Prop.ForAll<NonNull<ushort[]>, byte>((pauses, limit) =>
        {
            int perMinute = limit + 1, admitted = 0;
            TenantCore tenant = Limited(perMinute);
            TimeSpan passed = TimeSpan.Zero;
            foreach (ushort pause in pauses.Get)
            {
                TimeSpan wait = TimeSpan.FromMilliseconds(pause);
                _time.Advance(wait);
                passed += wait;
                admitted += AdmittedAsync(tenant, perMinute + 1).GetAwaiter().GetResult();
                Assert.InRange(admitted, 0, perMinute + (int)Math.Ceiling(passed.TotalMinutes * perMinute));
            }
        }).QuickCheckThrowOnFailure();

    private TenantCore Limited(int perMinute) =>
        new(Acme, new ConfiguredTenants([KeyValuePair.Create(Acme, new TenantPolicy { RequestsPerMinute = perMinute })]), _time);

    private static async Task<int> AdmittedAsync(TenantCore tenant, int calls)
    {
        int admitted = 0;
        for (int call = 0; call < calls; call++)
        {
            admitted += (await tenant.AdmitAsync(default)).IsAdmitted ? 1 : 0;
        }

        return admitted;
    }
}
