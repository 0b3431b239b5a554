using Orleans.Serialization.Activators;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Headroom.Storage.AzureStates.Records;

/// <summary>The state of a grain that is a record: its bytes.</summary>
internal sealed class RecordState
{
    public ReadOnlyMemory<byte> Value { get; init; }
}

/// <summary>Writes a record as it is, behind a version: a state without bytes counts as none.</summary>
internal sealed class RecordSerializer : IGrainStorageSerializer
{
    private const byte Version = 1;

    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input)
    {
        ReadOnlyMemory<byte> value = ((RecordState)(object)input!).Value;
        byte[] bytes = new byte[value.Length + 1];
        bytes[0] = Version;
        value.Span.CopyTo(bytes.AsSpan(1));
        return BinaryData.FromBytes(bytes);
    }

    /// <inheritdoc/>
    public T Deserialize<T>(BinaryData input) => (T)(object)new RecordState { Value = input.ToMemory()[1..] };
}

/// <summary>Makes the state of a record that is not there.</summary>
internal sealed class RecordActivator : IActivatorProvider
{
    /// <inheritdoc/>
    public IActivator<T> GetActivator<T>() => new Empty<T>();

    private sealed class Empty<T> : IActivator<T>
    {
        public T Create() => (T)(object)new RecordState();
    }
}
