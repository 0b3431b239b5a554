namespace Headroom.Grains.Tenants;

/// <summary>What holds for the requests of a tenant; what is <c>null</c> is as for everyone.</summary>
/// <param name="Profile">The profile of what is compressed for the first time, by its name without version.</param>
/// <param name="MaxBodyBytes">The largest request body.</param>
/// <param name="RequestsPerMinute">Model calls that may begin in a minute.</param>
[GenerateSerializer, Immutable, Alias("headroom.tenant.policy.v1")]
public sealed record TenantPolicyRecord([property: Id(0)] string? Profile, [property: Id(1)] long? MaxBodyBytes, [property: Id(2)] int? RequestsPerMinute);

/// <summary>The answer to a model call that wants to begin.</summary>
/// <param name="IsAdmitted">Whether it may.</param>
/// <param name="RetryAfter">When one may, if none comes before.</param>
[GenerateSerializer, Immutable, Alias("headroom.tenant.admission.v1")]
public readonly record struct AdmissionRecord([property: Id(0)] bool IsAdmitted, [property: Id(1)] TimeSpan RetryAfter);
