using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Tenants;
using static Headroom.Contracts.Given;

namespace Headroom.Contracts;

/// <summary>What every fabric promises of tenants.</summary>
public abstract partial class ContextFabricContract
{
    private static readonly TenantId Choosy = new("choosy"), Limited = new("limited");

    /// <value>The policies that the fabric was configured with.</value>
    public static ConfiguredTenants Configured { get; } = new(new Dictionary<TenantId, TenantPolicy>
    {
        [Choosy] = new() { Profile = "aggressive", MaxBodyBytes = 4096 },
        [Limited] = new() { RequestsPerMinute = 2 },
    });

    [Fact]
    public async Task A_tenants_policy_is_the_configured_one_and_another_tenants_is_that_of_everyone()
    {
        Assert.Equal(new TenantPolicy { Profile = "aggressive", MaxBodyBytes = 4096 }, await Fabric.Tenant(Choosy).PolicyAsync(None));
        Assert.Equal(TenantPolicy.Default, await Fabric.Tenant(Other).PolicyAsync(None));
    }

    [Fact]
    public async Task Of_calls_that_come_at_once_a_minutes_worth_is_admitted_and_the_rest_is_told_when_to_come_again()
    {
        Admission[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Fabric.Tenant(Limited).AdmitAsync(None).AsTask()));
        Assert.Equal(2, answers.Count(answer => answer.IsAdmitted));
        Assert.All(answers.Where(answer => !answer.IsAdmitted), refused => Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Fabric.Tenant(Other).AdmitAsync(None).AsTask())), answer => Assert.Equal(Admission.Granted, answer));
    }
}
