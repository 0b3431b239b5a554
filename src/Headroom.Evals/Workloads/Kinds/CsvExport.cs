using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.Evals.Workloads.Sources;

namespace Headroom.Evals.Workloads.Kinds;

/// <summary>An export with headings.</summary>
internal static class CsvExport
{
    /// <summary>Makes the workload.</summary>
    public static Workload Make()
    {
        var numbers = new SeededNumbers(2010);
        var rows = new StringBuilder("invoice,date,customer,country,item,quantity,unit_price,discount,total,status\n");
        for (int i = 0; i < 700; i++)
        {
            int quantity = numbers.Between(1, 6);
            decimal price = numbers.Between(900, 49_900) / 100m;
            string status = i == 487 ? "REJECTED: VAT id ATU99999999 unknown" : numbers.IsOneIn(12) ? "open" : "paid";
            rows.Append(CultureInfo.InvariantCulture, $"R-2026-{10_000 + i},2026-{1 + (i / 120):00}-{numbers.Between(1, 28):00},C-{numbers.Between(10_000, 99_999)},{numbers.Pick((string[])["AT", "DE", "FR", "PL"])},{numbers.Pick(Company.Goods)},{quantity},{price:0.00},{(numbers.IsOneIn(6) ? 10 : 0)},{quantity * price:0.00},{status}\n");
        }

        string messages = new Investigation("Which invoice was not accepted, and why?")
            .Call("Bash", new JsonObject { ["command"] = "cat exports/invoices.csv" }, rows.ToString())
            .Messages();
        return new Workload("csv", "CSV export", messages, ["R-2026-10487", "REJECTED: VAT id ATU99999999 unknown"]);
    }
}
