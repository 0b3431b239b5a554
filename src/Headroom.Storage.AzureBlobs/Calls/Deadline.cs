using System.Globalization;
using Azure;
using Headroom.Context.Ports;

namespace Headroom.Storage.AzureBlobs.Calls;

/// <summary>Gives every operation an end and turns the client's failures into <see cref="StoreUnavailableException"/>.</summary>
internal sealed class Deadline(TimeSpan timeout)
{
    /// <exception cref="StoreUnavailableException">No answer in time, or a refusal.</exception>
    public async Task<T> RunAsync<T>(string what, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await call(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            AzureBlobInstruments.Failures.Add(1);
            throw new StoreUnavailableException(
                string.Create(CultureInfo.InvariantCulture, $"The blob store did not {what} within {timeout.TotalMilliseconds:0} ms."), late);
        }
        catch (Exception failure) when (IsOfTheService(failure))
        {
            AzureBlobInstruments.Failures.Add(1);
            string code = (failure as RequestFailedException)?.ErrorCode is { Length: > 0 } named ? $" ({named})" : "";
            throw new StoreUnavailableException($"The blob store did not {what}{code}.", failure);
        }
    }

    /// <summary>After its last retry the client throws all failures as one.</summary>
    private static bool IsOfTheService(Exception failure) => failure is RequestFailedException or HttpRequestException or IOException
        || (failure is AggregateException several && several.InnerExceptions.All(IsOfTheService));
}
