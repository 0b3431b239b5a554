using System.Text.Json;
using System.Text.Json.Serialization;
using Headroom.Cli.Commands;
using Headroom.Gateway.Access;

namespace Headroom.Cli.Embedded;

/// <summary>The team gateway that this user's agents go through, remembered from the last time that it was named; readable for its owner only.</summary>
/// <param name="directory">The data directory.</param>
internal sealed class RememberedGateway(string directory)
{
    private readonly string _file = Path.Combine(directory, "gateway.json");

    /// <summary>What is remembered; <c>null</c> where nothing is.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public GatewayAddress? Read()
    {
        if (!File.Exists(_file))
        {
            return null;
        }

        try
        {
            GatewayProfile? profile = JsonSerializer.Deserialize(File.ReadAllBytes(_file), GatewayProfileJson.Default.GatewayProfile);
            return HttpAddress.TryRead(profile?.Url) is { } url ? new GatewayAddress(url, profile!.Key) : throw new InvalidDataException($"{_file} names no gateway; remove it.");
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{_file} is damaged ({broken.Message}); remove it.", broken);
        }
    }

    /// <summary>Remembers a gateway.</summary>
    public void Write(GatewayAddress gateway) => OwnerFile.Write(_file, file => JsonSerializer.Serialize(
        file, new GatewayProfile(gateway.Url.AbsoluteUri.TrimEnd('/'), gateway.Key), GatewayProfileJson.Default.GatewayProfile));

    /// <summary>Forgets it.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Forget()
    {
        bool isThere = File.Exists(_file);
        File.Delete(_file);
        return isThere;
    }
}

/// <summary>The file.</summary>
internal sealed record GatewayProfile(string Url, string? Key);

/// <summary>Its source-generated serializer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GatewayProfile))]
internal sealed partial class GatewayProfileJson : JsonSerializerContext;
