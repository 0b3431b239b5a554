using System.Globalization;
using Azure;
using Headroom.Context.Ports;
using Orleans.Storage;

namespace Headroom.Storage.AzureStates.Calls;

/// <summary>Gives every operation an end and turns failures of the service into <see cref="StoreUnavailableException"/>.</summary>
internal sealed class StateDeadline(string place, TimeSpan timeout, TimeProvider time)
{
    /// <summary>The provider takes no token: an operation that is given up may still land, as any that is not acknowledged.</summary>
    /// <exception cref="StoreUnavailableException">No answer in time, or a refusal.</exception>
    /// <exception cref="InconsistentStateException">Another version stands.</exception>
    public async Task RunAsync(string what, Func<Task> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await call().WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException late)
        {
            throw new StoreUnavailableException(string.Create(CultureInfo.InvariantCulture, $"The {place} of records did not {what} within {timeout.TotalMilliseconds:0} ms."), late);
        }
        catch (Exception failure) when (IsOfTheService(failure))
        {
            throw new StoreUnavailableException($"The {place} of records did not {what}: {failure.Message.Split('\n')[0]}", failure);
        }
    }

    /// <summary>After its last retry the client throws all failures as one.</summary>
    private static bool IsOfTheService(Exception failure) =>
        failure is RequestFailedException or HttpRequestException or IOException or OperationCanceledException { InnerException: TimeoutException or IOException }
        || (failure is AggregateException several && several.InnerExceptions.All(IsOfTheService))
        || (failure is not InconsistentStateException and OrleansException && failure.InnerException is { } inner && IsOfTheService(inner));
}
