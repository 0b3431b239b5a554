namespace Headroom.Testing.Servers;

/// <summary>Azurite's blob service, the emulator of Azure Blob Storage, under its well-known development account.</summary>
public sealed class AzuriteServer : ServerProcess
{
    /// <summary>The account and key are published by the emulator and secure nothing.</summary>
    internal const string Account = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;";

    public string ConnectionString => Account + $"BlobEndpoint=http://127.0.0.1:{Port}/devstoreaccount1;";

    protected override string Program => "azurite-blob";

    protected override string ReadyLine => "successfully listens on";

    protected override IEnumerable<string> Arguments =>
        ["--blobHost", "127.0.0.1", "--blobPort", $"{Port}", "--location", Folder, "--skipApiVersionCheck", "--disableTelemetry"];
}
