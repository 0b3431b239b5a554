using Headroom.Context.Usage;

namespace Headroom.Cli.Savings;

/// <summary>What was saved in a time.</summary>
/// <param name="Name">Names the time.</param>
/// <param name="Requests">Requests.</param>
/// <param name="TokensBefore">Tokens as the clients sent them.</param>
/// <param name="TokensSaved">Tokens that did not go upstream, less those that models fetched back.</param>
/// <param name="Dollars">What they would have cost, as far as prices are known.</param>
/// <param name="UnpricedTokens">Those of the saved tokens whose model has no known price.</param>
internal sealed record SavingsPeriod(string Name, long Requests, long TokensBefore, long TokensSaved, decimal Dollars, long UnpricedTokens)
{
    /// <value>The share of the tokens that was saved.</value>
    public double Share => UsageReport.Share(TokensSaved, TokensBefore);

    /// <summary>Sums up rows.</summary>
    public static SavingsPeriod Of(string name, IEnumerable<UsageRow> rows, ModelPrices prices)
    {
        long requests = 0, before = 0, saved = 0, unpriced = 0;
        decimal dollars = 0;
        foreach (IGrouping<string, UsageRow> model in rows.GroupBy(row => row.Subject.Model))
        {
            UsageTotals totals = model.Aggregate(new UsageTotals(), (sum, row) => sum.Plus(row.Totals));
            long net = totals.TokensSaved - totals.RetrievedTokens;
            requests += totals.Requests;
            before += totals.TokensBefore;
            saved += net;
            if (prices.Find(model.Key) is { } price)
            {
                dollars += price.ValueOfSaved(totals);
            }
            else
            {
                unpriced += net;
            }
        }

        return new SavingsPeriod(name, requests, before, saved, Math.Round(dollars, 4), unpriced);
    }
}
