using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.Evals.Workloads.Sources;

namespace Headroom.Evals.Workloads.Kinds;

/// <summary>The log of a service, with an exception in it.</summary>
internal static class ServiceLog
{
    /// <summary>Makes the workload.</summary>
    public static Workload Make()
    {
        var numbers = new SeededNumbers(2002);
        var log = new StringBuilder();
        for (int i = 0; i < 1200; i++)
        {
            DateTime time = new DateTime(2026, 5, 4, 3, 0, 0).AddMilliseconds((i * 812) + numbers.Below(800));
            log.Append(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss.fff} ");
            log.Append(i == 871
                ? "ERROR [http-nio-8080-exec-4] c.s.inventory.StockController - Reservation 77120 failed\njava.lang.IllegalStateException: negative stock for SKU WD-2204: -3\n"
                    + "\tat com.shop.inventory.StockLedger.reserve(StockLedger.java:214)\n\tat com.shop.inventory.StockController.post(StockController.java:88)\n\tat org.apache.catalina.core.StandardWrapper.service(StandardWrapper.java:720)\n"
                : Line(numbers));
        }

        string messages = new Investigation("Why did the nightly stock run stop?")
            .Call("Bash", new JsonObject { ["command"] = "tail -n 1200 /var/log/inventory/service.log" }, log.ToString())
            .Messages();
        return new Workload("log", "Service log", messages, ["IllegalStateException: negative stock for SKU WD-2204: -3", "StockLedger.java:214"]);
    }

    private static string Line(SeededNumbers numbers) => numbers.Below(6) switch
    {
        0 => $"INFO  [http-nio-8080-exec-{numbers.Between(1, 9)}] c.s.inventory.StockController - Reserved {numbers.Between(1, 9)} of SKU {Sku(numbers)} for order {numbers.Between(5_500_000, 5_599_999)}\n",
        1 => $"DEBUG [scheduler-1] c.s.inventory.Replenishment - {numbers.Pick(Company.Goods)} has {numbers.Between(20, 900)} left, nothing to order\n",
        2 => $"INFO  [kafka-consumer-{numbers.Below(4)}] c.s.inventory.Events - Offset {numbers.Between(1_000_000, 9_999_999)} of stock-events-{numbers.Below(12)} committed\n",
        3 => $"INFO  [http-nio-8080-exec-{numbers.Between(1, 9)}] c.s.inventory.Access - GET /stock/{Sku(numbers)} 200 {numbers.Between(2, 60)}ms\n",
        4 => $"WARN  [scheduler-1] c.s.inventory.Sync - Warehouse {numbers.Pick((string[])["HAM", "LEJ", "WRO"])} answered after {numbers.Between(1_000, 4_000)} ms\n",
        _ => $"DEBUG [http-nio-8080-exec-{numbers.Between(1, 9)}] c.s.inventory.Cache - {numbers.Between(100, 9_999)} entries, {numbers.Between(80, 99)} % hits\n",
    };

    private static string Sku(SeededNumbers numbers) => $"{numbers.Pick((string[])["WD", "LC", "BL", "OS"])}-{numbers.Between(1_000, 9_999)}";
}
