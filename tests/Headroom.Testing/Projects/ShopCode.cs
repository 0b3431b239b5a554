using System.Globalization;

namespace Headroom.Testing.Projects;

/// <summary>A small project in TypeScript: <c>settleInvoice</c> calls <c>discountFor</c>, which stands in another file among many functions that matter no more.</summary>
public static class ShopCode
{
    /// <summary>What nobody would ask for, and the function to ask about calls.</summary>
    public const string CalledBody = "const rebate = invoice.total * 0.0725;";

    /// <summary>A question that names the caller and nothing of what it calls.</summary>
    public const string Question = "Why is the amount of settleInvoice wrong?";

    private const string Caller =
        """
        export function settleInvoice(invoice: Invoice): number {
          const due = invoice.total - discountFor(invoice);
          audit(invoice.id);
          log.debug('settled');
          return due;
        }

        """;

    private const string Called =
        $$"""
        export function discountFor(invoice: Invoice): number {
          {{CalledBody}}
          if (invoice.isOverdue) {
            return 0;
          }

          return Math.min(rebate, 40);
        }

        """;

    /// <summary>The files by their paths.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["src/settle.ts"] = Caller,
        ["src/pricing.ts"] = string.Concat(Enumerable.Range(0, 12).Select(Filler)) + Called + string.Concat(Enumerable.Range(12, 12).Select(Filler)),
        ["src/table.ts"] = "export const all = [\n" + string.Concat(Enumerable.Repeat(string.Concat(Enumerable.Range(0, 24).Select(i => $"  rule{Word(i)},\n")), 3)) + "];\n",
    };

    /// <summary>The file with the called function, as a tool shows it among others.</summary>
    public static string Dump { get; } = $"==> src/pricing.ts <==\n{Files["src/pricing.ts"]}\n==> src/table.ts <==\n{Files["src/table.ts"]}";

    /// <summary>Writes the files into a directory.</summary>
    public static void WriteTo(string directory)
    {
        foreach ((string path, string text) in Files)
        {
            string file = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private static string Filler(int number) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        export function rule{{Word(number)}}(basket: Basket): number {
          let sum = {{number}};
          for (const line of basket.lines) {
            if (line.kind === 'kind{{number * 7}}') {
              sum += line.price * {{number + 3}};
            } else if (line.weight > {{number * 11}}) {
              sum += line.weight / {{number + 2}};
            }
          }

          return Math.round(sum * 100) / 100;
        }


        """);

    private static string Word(int number) => ((string[])["Amber", "Birch", "Cedar", "Delta", "Ember", "Flint"])[number % 6] + (char)('A' + (number / 6));
}
