namespace Headroom.Gateway.Clouds;

/// <summary>The credentials that a request to AWS is signed with.</summary>
/// <param name="Id">The id of the access key.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="SessionToken">The token that temporary keys come with; <c>null</c> for others.</param>
internal sealed record AwsKeys(string Id, string Secret, string? SessionToken)
{
    /// <summary>Never the secret: a record that is printed must not give it away.</summary>
    public override string ToString() => nameof(AwsKeys);
}
