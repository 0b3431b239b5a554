using System.Globalization;
using Headroom.Context.Turns;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Accounting;

/// <summary>The headers in which an answer says what its request was and became, streamed or not.</summary>
internal static class FigureHeaders
{
    /// <summary>Writes them.</summary>
    public static void Write(HttpResponse response, TurnFigures figures)
    {
        response.Headers["x-headroom-tokens-before"] = figures.TokensBefore.ToString(CultureInfo.InvariantCulture);
        response.Headers["x-headroom-tokens-after"] = figures.TokensAfter.ToString(CultureInfo.InvariantCulture);
        response.Headers["x-headroom-tokens-saved"] = figures.TokensSaved.ToString(CultureInfo.InvariantCulture);
        response.Headers["x-headroom-transforms"] = string.Join(',', figures.Transforms);
    }
}
