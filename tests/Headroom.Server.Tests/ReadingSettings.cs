using System.Net;
using Headroom.Context.Clusters;
using Headroom.Context.Keys;
using Headroom.Context.Tenants;
using Headroom.Server.Settings;
using Microsoft.Extensions.Configuration;

namespace Headroom.Server.Tests;

public sealed class ReadingSettings
{
    [Fact]
    public void Without_any_setting_it_is_a_gateway_and_a_silo_on_this_machine_over_sqlite()
    {
        ServerSettings settings = Read(out IReadOnlyList<string> errors);
        Assert.Empty(errors);
        Assert.Equal(["gateway", "silo"], settings.Roles);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 8787), settings.Listen);
        Assert.Equal(("sqlite", "sqlite", "sqlite"), (settings.Storage.Content, settings.Storage.Ledger, settings.Storage.Records));
        Assert.Equal(ClusterSettings.Localhost, settings.Cluster.Kind);
    }

    [Fact]
    public void Everything_that_is_set_is_read()
    {
        ServerSettings settings = Read(
            out IReadOnlyList<string> errors,
            "Headroom:Roles=silo", "Headroom:Listen=0.0.0.0:9000", "Headroom:Profile=aggressive", "Headroom:DrainDelay=00:00:07", "Headroom:Upstreams:Anthropic=http://localhost:1/",
            "Storage:Content=azure-blobs", "Storage:Ledger=redis", "Storage:redis:ConnectionString=r:6379", "Storage:TimeToLive=3.00:00:00",
            "Cluster:Kind=redis", "Cluster:ConnectionString=r:6379", "Cluster:SiloPort=1", "Cluster:GatewayPorts=2, 3", "Cluster:Address=10.0.0.7");
        Assert.Empty(errors);
        Assert.Equal(["silo"], settings.Roles);
        Assert.Equal(("aggressive", TimeSpan.FromSeconds(7), TimeSpan.FromDays(3)), (settings.Profiles.Default.Name, settings.DrainDelay, settings.Retention.TimeToLive));
        Assert.Equal(new Uri("http://localhost:1/"), settings.Gateway.AnthropicUrl);
        Assert.Equal(("azure-blobs", "redis", "sqlite"), (settings.Storage.Content, settings.Storage.Ledger, settings.Storage.Records));
        Assert.Equal("r:6379", settings.Storage.Settings["redis"]["ConnectionString"]);
        Assert.Equal(("redis", 1, IPAddress.Parse("10.0.0.7")), (settings.Cluster.Kind, settings.Cluster.SiloPort, settings.Cluster.Address));
        Assert.Equal([2, 3], settings.Cluster.GatewayPorts);
    }

    [Theory]
    [InlineData("Headroom:Roles=gateway,cook", "Headroom:Roles is some of gateway, silo, separated by commas, not 'gateway,cook'.")]
    [InlineData("Headroom:Roles=,", "Headroom:Roles is some of gateway, silo, separated by commas, not ','.")]
    [InlineData("Headroom:Listen=here", "Headroom:Listen is an IP address with a port, such as 127.0.0.1:8787, not 'here'.")]
    [InlineData("Headroom:Listen=0.0.0.0:8787", "Headroom:Listen=0.0.0.0:8787: an address that others can reach needs keys; name their file with Headroom:Keys, or listen on 127.0.0.1.")]
    [InlineData("Headroom:Keys=/nowhere/keys.json", "Headroom:Keys names /nowhere/keys.json, which is not there.")]
    [InlineData("Headroom:Profile=fierce", "Headroom:Profile is one of conservative, balanced, aggressive, not 'fierce'.")]
    [InlineData("Headroom:Upstreams:Gemini=ftp://x", "Headroom:Upstreams:Gemini is an http or https address, not 'ftp://x'.")]
    [InlineData("Headroom:DrainDelay=-00:00:01", "Headroom:DrainDelay is a time such as 00:00:05, not '-00:00:01'.")]
    [InlineData("Storage:QuotaBytes=much", "Storage:QuotaBytes is a number of bytes, not 'much'.")]
    [InlineData("Storage:LargeContent=sqlite", "Storage:LargeContent=sqlite is what Storage:Content names; name another storage, or leave it out.")]
    [InlineData("Storage:LargeContentOver=1000", "Storage:LargeContentOver says what goes to Storage:LargeContent, which names no storage.")]
    [InlineData("Cluster:SiloPort=70000", "Cluster:SiloPort is a port from 1 to 65535, not '70000'.")]
    [InlineData("Cluster:GatewayPorts=1,x", "Cluster:GatewayPorts is ports separated by commas, not '1,x'.")]
    [InlineData("TextModel:Where=there", "TextModel:Where is one of here, silos, not 'there'.")]
    [InlineData("TextModel:QueueLength=0", "TextModel:QueueLength: The field QueueLength must be between 1 and 4096.")]
    [InlineData("Cluster:Kind=redis", "Cluster:ConnectionString is needed where Cluster:Kind is redis.")]
    public void What_is_wrong_is_said_in_a_line(string setting, string error)
    {
        Read(out IReadOnlyList<string> errors, setting);
        Assert.Equal([error], errors);
    }

    [Fact]
    public void Long_contents_have_a_storage_of_their_own_where_one_is_named()
    {
        Assert.Null(Read(out _).Storage.LargeContent);
        StorageChoice storage = Read(out IReadOnlyList<string> errors, "Storage:Content=redis", "Storage:LargeContent=azure-blobs", "Storage:azure-blobs:Container=c").Storage;
        Assert.Empty(errors);
        Assert.Equal(("redis", "azure-blobs", 65_536), (storage.Content, storage.LargeContent, storage.LargeContentOver));
        Assert.Equal("c", storage.Settings["azure-blobs"]["Container"]);
        Assert.Equal(5, Read(out _, "Storage:LargeContent=redis", "Storage:LargeContentOver=5").Storage.LargeContentOver);
    }

    [Fact]
    public void What_holds_for_a_tenant_alone_is_read_by_its_name()
    {
        ConfiguredTenants tenants = Read(
            out IReadOnlyList<string> errors, "Tenants:acme:Profile=aggressive", "Tenants:acme:RequestsPerMinute=600", "Tenants:web-shop:MaxBodyBytes=8388608").Tenants;
        Assert.Empty(errors);
        Assert.Equal(new TenantPolicy { Profile = "aggressive", RequestsPerMinute = 600 }, tenants.Of(new TenantId("acme")));
        Assert.Equal(new TenantPolicy { MaxBodyBytes = 8_388_608 }, tenants.Of(new TenantId("web-shop")));
        Assert.Equal(TenantPolicy.Default, tenants.Of(new TenantId("other")));
    }

    [Theory]
    [InlineData("Tenants:acme=aggressive", "Tenants:acme names a tenant and has no value of its own; its settings stand below it, such as Tenants:acme:Profile.")]
    [InlineData("Tenants:a_b:Profile=balanced", "Tenants:a_b: the name of a tenant has letters, digits and hyphens.")]
    [InlineData("Tenants:acme:Profile=fierce", "Tenants:acme:Profile is one of conservative, balanced, aggressive, not 'fierce'.")]
    [InlineData("Tenants:acme:RequestsPerMinute=many", "Tenants:acme:RequestsPerMinute is a number, not 'many'.")]
    [InlineData("Tenants:acme:RequestsPerMinute=0", "Tenants:acme:RequestsPerMinute: The field RequestsPerMinute must be between 1 and 10000000.")]
    [InlineData("Tenants:acme:MaxBodyBytes=10", "Tenants:acme:MaxBodyBytes: The field MaxBodyBytes must be between 1024 and 1099511627776.")]
    [InlineData("Tenants:acme:Quota=1", "Tenants:acme:Quota is no setting; Tenants:acme has Profile, MaxBodyBytes, RequestsPerMinute.")]
    public void What_is_wrong_with_a_tenant_is_said_in_a_line(string setting, string error)
    {
        Read(out IReadOnlyList<string> errors, setting);
        Assert.Equal([error], errors);
    }

    [Theory]
    [InlineData("Storage:LargeContentOver=64K", "Storage:LargeContentOver is a number of bytes, not '64K'.")]
    [InlineData("Storage:LargeContentOver=-1", "Storage:LargeContentOver is a number of bytes, not '-1'.")]
    public void A_length_that_is_none_is_said(string setting, string error)
    {
        Read(out IReadOnlyList<string> errors, "Storage:LargeContent=redis", setting);
        Assert.Equal([error], errors);
    }

    [Theory]
    [InlineData("Headroom:Listn=127.0.0.1:1", "Headroom:Listn is no setting; ")]
    [InlineData("Storage:Contents=redis", "Storage:Contents is no setting; ")]
    [InlineData("TextModel:Name=kompress", "TextModel:Name is no setting; ")]
    [InlineData("Headroom:Upstreams:Antropic=http://x", "Headroom:Upstreams:Antropic is no setting; ")]
    public void A_misspelt_name_is_not_silently_a_default(string setting, string error)
    {
        Read(out IReadOnlyList<string> errors, setting);
        Assert.StartsWith(error, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_model_is_used_only_where_its_folder_is_named()
    {
        Assert.Null(Read(out _, "TextModel:Deadline=00:00:01").TextModel);
        TextModelChoice choice = Read(out IReadOnlyList<string> errors, "TextModel:Folder=/models/m", "TextModel:Where=silos", "TextModel:Deadline=00:00:00.5", "Headroom:Tokenizers:llama-3=/v/tokenizer.json").TextModel!;
        Assert.Empty(errors);
        Assert.Equal(("/models/m", true, TimeSpan.FromMilliseconds(500)), (choice.Folder, choice.IsRemote, choice.Options.Deadline));
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        Read(out IReadOnlyList<string> errors, "Headroom:Roles=cook", "Cluster:SiloPort=0", "Storage:Contents=x");
        Assert.Equal(3, errors.Count);
    }

    private static ServerSettings Read(out IReadOnlyList<string> errors, params string[] settings) => SettingsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Split('=', 2)[0], (string?)setting.Split('=', 2)[1]))).Build(), out errors);
}
