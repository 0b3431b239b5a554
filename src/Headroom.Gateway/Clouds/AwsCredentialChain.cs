using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Headroom.Gateway.Upstreams;

namespace Headroom.Gateway.Clouds;

/// <summary>
/// The standard chain of AWS credentials: environment, profiles of the shared files, web identity, container, instance metadata.
/// Found once and renewed by the SDK. Nothing of the SDK is loaded before the first call.
/// </summary>
internal static class AwsCredentialChain
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>The credentials as they are now.</summary>
    /// <exception cref="RefusedRequestException">There are none, or they could not be renewed in time.</exception>
    public static async Task<AwsKeys> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            AWSCredentials credentials = await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync(null).WaitAsync(Limit, cancellationToken).ConfigureAwait(false);
            ImmutableCredentials keys = await credentials.GetCredentialsAsync().WaitAsync(Limit, cancellationToken).ConfigureAwait(false);
            return new AwsKeys(keys.AccessKey, keys.SecretKey, keys.UseToken ? keys.Token : null);
        }
        catch (Exception none) when (none is AmazonClientException or AmazonServiceException or TimeoutException or InvalidOperationException)
        {
            throw new RefusedRequestException(
                403, "The gateway has no AWS credentials to sign this request with: neither environment, shared profile, web identity, container nor instance gave any.", none);
        }
    }
}
