using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Headroom.EndToEnd.Tests.Proxy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Headroom.EndToEnd.Tests;

/// <summary>Providers are spoken to in the newest version of HTTP that they offer, whatever the client speaks.</summary>
public sealed class Http2Tests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    [Theory]
    [InlineData(HttpProtocols.Http1AndHttp2, "HTTP/2")]
    [InlineData(HttpProtocols.Http1, "HTTP/1.1")]
    public async Task A_provider_that_offers_http2_is_spoken_to_in_it(HttpProtocols offered, string spoken)
    {
        using X509Certificate2 certificate = NewCertificate();
        string roots = Path.Combine(Directory.CreateDirectory(_data.Path).FullName, "roots.pem");
        await File.WriteAllTextAsync(roots, certificate.ExportCertificatePem());
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = offered;
            listen.UseHttps(certificate);
        }));
        await using WebApplication upstream = builder.Build();
        upstream.Run(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($"data: {context.Request.Protocol}\n\n");
            await context.Response.WriteAsync("data: end\n\n");
        });
        await upstream.StartAsync();
        string url = upstream.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

        await using ProxyProcess proxy = await ProxyProcess.StartTrustingAsync(_data.Path, url, roots);
        using var content = new StringContent("""{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await proxy.Client.PostAsync("/v1/messages", content);
        Assert.Equal($"data: {spoken}\n\ndata: end\n\n", await answer.Content.ReadAsStringAsync());
    }

    public void Dispose() => _data.Dispose();

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=provider", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
