using System.Text;
using Headroom.Context.Keys;
using Headroom.Gateway.Access;

namespace Headroom.AppHost.Cluster;

/// <summary>The one key of a cluster for development. It stays the same from run to run, so that agents need not be told each time.</summary>
internal sealed class DevelopmentKey
{
    private const string Id = "dev";

    private DevelopmentKey(string text, string file) => (Text, KeysFile) = (text, file);

    /// <value>The key, as a client sends it.</value>
    public string Text { get; }

    /// <value>The file that gateways read: its hash.</value>
    public string KeysFile { get; }

    /// <summary>Takes the key that is given, else the one of the last run, else makes one; and writes the file for the gateways.</summary>
    /// <param name="given">A key as <c>hr_id_secret</c>, or <c>null</c>.</param>
    /// <param name="directory">Where keys are kept.</param>
    /// <exception cref="ArgumentException">What is given is no key.</exception>
    public static DevelopmentKey In(string directory, string? given)
    {
        string kept = Path.Combine(directory, "key"), file = Path.Combine(directory, "keys.json");
        KeyText key = given is { Length: > 0 }
            ? KeyText.TryParse(given) ?? throw new ArgumentException("The parameter headroom-key is no Headroom key: hr_<id>_<secret>.", nameof(given))
            : (File.Exists(kept) ? KeyText.TryParse(File.ReadAllText(kept)) : null) ?? KeyText.New(Id);
        AccessKeyFile.Write(file, [new AccessKey(key.Id, key.SecretHash, TenantId.Local) { Role = AccessRole.Admin }]);
        OwnerFile.Write(kept, stream => stream.Write(Encoding.UTF8.GetBytes(key.ToString())));
        return new DevelopmentKey(key.ToString(), file);
    }
}
