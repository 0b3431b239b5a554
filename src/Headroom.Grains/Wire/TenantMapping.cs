using Headroom.Context.Ports;
using Headroom.Context.Tenants;
using Headroom.Grains.Tenants;

namespace Headroom.Grains.Wire;

/// <summary>Policies and admissions on the wire.</summary>
internal static class TenantMapping
{
    public static TenantPolicyRecord ToRecord(this TenantPolicy policy) => new(policy.Profile, policy.MaxBodyBytes, policy.RequestsPerMinute);

    public static TenantPolicy ToDomain(this TenantPolicyRecord record) =>
        new() { Profile = record.Profile, MaxBodyBytes = record.MaxBodyBytes, RequestsPerMinute = record.RequestsPerMinute };

    public static AdmissionRecord ToRecord(this Admission admission) => new(admission.IsAdmitted, admission.RetryAfter);

    public static Admission ToDomain(this AdmissionRecord record) => new(record.IsAdmitted, record.RetryAfter);
}
