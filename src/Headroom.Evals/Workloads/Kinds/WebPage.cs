using System.Text.Json.Nodes;
using Headroom.Evals.Workloads.Sources;

namespace Headroom.Evals.Workloads.Kinds;

/// <summary>A page of the web with everything around its text.</summary>
internal static class WebPage
{
    /// <summary>Makes the workload.</summary>
    public static Workload Make()
    {
        var numbers = new SeededNumbers(2009);
        string links = string.Concat(Enumerable.Range(0, 60).Select(i => $"<li class=\"nav-item nav-{i}\"><a href=\"/shop/{numbers.Hex(6)}\" data-track=\"{numbers.Hex(12)}\">{numbers.Pick(Company.Goods)}</a></li>\n"));
        string page = $$"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Handbook</title>
            <link rel="stylesheet" href="/static/main.{{numbers.Hex(8)}}.css">
            <style>body{margin:0;font:16px/1.5 sans-serif}.nav-item{display:inline-block}.teaser{border:1px solid #ccc}</style>
            <script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}gtag('js',new Date());gtag('config','{{numbers.Hex(10)}}');</script>
            </head><body class="page page--handbook">
            <nav aria-label="Main"><ul>
            {{links}}</ul></nav>
            <main><article class="article article--long">
            <h1>Handbook</h1>
            {{ProsePages.Text(numbers, "<section class=\"section\"><h2>{0}</h2><p class=\"text\">", "</p></section>\n")}}
            </article></main>
            <aside class="teasers">{{string.Concat(Enumerable.Range(0, 20).Select(_ => $"<div class=\"teaser\"><img src=\"/img/{numbers.Hex(12)}.webp\" alt=\"\"><a href=\"/t/{numbers.Hex(6)}\">Buy a {numbers.Pick(Company.Goods)}</a></div>\n"))}}</aside>
            <footer><ul>{{links}}</ul><p>Cookies, imprint, terms</p></footer>
            <script src="/static/bundle.{{numbers.Hex(8)}}.js" defer></script>
            </body></html>
            """;
        string messages = new Investigation("How long are customer recordings kept, and who can prolong that?")
            .Call("WebFetch", new JsonObject { ["url"] = "https://handbook.shop.example" }, page)
            .Messages();
        return new Workload("html", "Web page", messages, ["Customer recordings are kept for 45 days", "only the data protection officer"]);
    }
}
