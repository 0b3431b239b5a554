namespace Headroom.Context.TextModels;

/// <summary>A text model cannot be read, fetched or loaded; the message names the model and the file.</summary>
public sealed class TextModelException(string message, Exception? innerException = null) : Exception(message, innerException);
