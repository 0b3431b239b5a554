namespace Headroom.Context.Ports;

/// <summary>A store did not acknowledge in time, refused, or cannot be reached. The request goes on without it.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
