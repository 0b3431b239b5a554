using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.Evals.Workloads.Sources;

namespace Headroom.Evals.Workloads.Kinds;

/// <summary>A recursive listing.</summary>
internal static class FileListing
{
    /// <summary>Makes the workload.</summary>
    public static Workload Make()
    {
        var numbers = new SeededNumbers(2005);
        var listing = new StringBuilder();
        foreach (string area in Codebase.Areas)
        {
            listing.Append(CultureInfo.InvariantCulture, $"./src/{area}:\ntotal {numbers.Between(90, 400)}\n");
            for (int i = 0; i < 45; i++)
            {
                string name = area == "payments" && i == 30 ? "prod-signing-key.pem" : $"{Codebase.Type(numbers)}{i}.{(numbers.IsOneIn(5) ? "test.ts" : "ts")}";
                listing.Append(CultureInfo.InvariantCulture, $"-rw-r--r-- 1 deploy deploy {numbers.Between(300, 24_000),6} {numbers.Pick((string[])["Jan", "Feb", "Mar", "Apr"])} {numbers.Between(1, 28),2} {numbers.Between(7, 19):00}:{numbers.Below(60):00} {name}\n");
            }

            listing.Append('\n');
        }

        string messages = new Investigation("Is a private key (.pem) checked in anywhere below src?")
            .Call("Bash", new JsonObject { ["command"] = "ls -lR src" }, listing.ToString())
            .Messages();
        return new Workload("listing", "File listing", messages, ["prod-signing-key.pem"]);
    }
}
