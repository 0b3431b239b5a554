namespace Headroom.Testing.Servers;

/// <summary>Azurite's table service, the emulator of Azure Table Storage, under its well-known development account.</summary>
public sealed class AzuriteTableServer : ServerProcess
{
    /// <summary>The account and key are published by the emulator and secure nothing.</summary>
    public string ConnectionString => AzuriteServer.Account + $"TableEndpoint=http://127.0.0.1:{Port}/devstoreaccount1;";

    protected override string Program => "azurite-table";

    protected override string ReadyLine => "successfully started on";

    protected override IEnumerable<string> Arguments =>
        ["--tableHost", "127.0.0.1", "--tablePort", $"{Port}", "--location", Folder, "--skipApiVersionCheck", "--disableTelemetry"];
}
