namespace Headroom.Server.Settings;

/// <summary>The process cannot start as it is configured. The message says why in a line for an operator.</summary>
internal sealed class SettingsException(string message, Exception? innerException = null) : Exception(message, innerException);
