using System.Globalization;
using Headroom.Agents.Proxies;

namespace Headroom.Agents.Checks;

/// <summary>Is the gateway there, does it let us in, is it of our version, and are the clocks together?</summary>
public static class GatewayChecks
{
    /// <summary>Beyond this, keys seem to have ended or not to have begun.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);

    /// <summary>Judges what answers at the gateway's address.</summary>
    /// <param name="url">The address.</param>
    /// <param name="isLocal">Whether it is this machine's proxy.</param>
    /// <param name="state">What answers there.</param>
    /// <param name="version">Our version.</param>
    /// <param name="now">Our clock.</param>
    public static IEnumerable<Finding> Judge(Uri url, bool isLocal, GatewayState state, string version, DateTimeOffset now)
    {
        string name = isLocal ? "proxy" : "gateway", address = url.AbsoluteUri.TrimEnd('/');
        switch (state)
        {
            case GatewayState.Ready ready:
                yield return new Finding(name, FindingStatus.Ok, $"{address} answers");
                yield return ready.Version == version
                    ? new Finding("version", FindingStatus.Ok, $"{version} on both sides")
                    : new Finding("version", FindingStatus.Warning, $"{address} runs {ready.Version}, this is {version}", isLocal ? "stop the proxy; the next 'headroom wrap' starts this version" : "update the older side");
                if (ready.Clock is { } clock)
                {
                    yield return JudgeClock(clock - now);
                }

                break;
            case GatewayState.Refused refused:
                yield return new Finding(name, FindingStatus.Ok, $"{address} answers");
                yield return new Finding(
                    "key", FindingStatus.Error, refused.HadKey ? $"{address} does not know the key, or it has ended" : $"{address} asks for a key",
                    refused.HadKey ? "get a new key: headroom keys add ID, on the gateway" : "set HEADROOM_KEY, or give --key");
                break;
            case GatewayState.Other other:
                yield return new Finding(
                    "port", FindingStatus.Error, $"something else than Headroom answers at {address} (status {other.Status})",
                    isLocal ? "stop it, or use another port: headroom wrap AGENT --port N" : "check the address; it is the gateway's root, without /v1");
                break;
            case GatewayState.Unreachable gone:
                yield return isLocal
                    ? new Finding(name, FindingStatus.Warning, $"no proxy runs at {address}", "headroom proxy, or headroom wrap AGENT, which starts it")
                    : new Finding(name, FindingStatus.Error, $"{address} is not reached: {gone.Reason}", $"check the address and the network: curl {address}/livez");
                break;
        }
    }

    private static Finding JudgeClock(TimeSpan difference) => difference.Duration() <= ClockTolerance
        ? new Finding("clock", FindingStatus.Ok, "within two minutes of the gateway's")
        : new Finding(
            "clock", FindingStatus.Warning,
            string.Create(CultureInfo.InvariantCulture, $"this machine is {difference.Duration().TotalMinutes:F0} minutes {(difference > TimeSpan.Zero ? "behind" : "ahead of")} the gateway"),
            "set the clock by the network: timedatectl set-ntp true");
}
