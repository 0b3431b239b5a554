using System.Globalization;

namespace Headroom.Evals.Workloads.Sources;

/// <summary>The made-up shop's TypeScript: file names, names and lines of code as a search finds them.</summary>
internal static class Codebase
{
    private static readonly string[] Verbs = ["load", "save", "render", "validate", "submit", "parse", "format", "refresh", "merge", "cancel", "apply", "resolve"];
    private static readonly string[] Nouns = ["Address", "Basket", "Coupon", "Delivery", "Invoice", "Order", "Parcel", "Price", "Profile", "Refund", "Review", "Session", "Stock", "Voucher"];
    private static readonly string[] Roles = ["Form", "Panel", "Store", "Client", "Mapper", "Service", "Hooks", "Page"];

    /// <value>The areas of the code.</value>
    public static IReadOnlyList<string> Areas { get; } = ["account", "catalog", "checkout", "inventory", "notifications", "payments", "promotions", "reviews", "search", "shipping"];

    /// <summary>The path of a source file.</summary>
    public static string Path(SeededNumbers numbers)
    {
        string area = numbers.Pick(Areas);
        string name = numbers.Pick(Nouns) + numbers.Pick(Roles);
        return numbers.IsOneIn(5) ? $"src/{area}/__tests__/{name}.test.ts" : $"src/{area}/{(name.EndsWith("Form", StringComparison.Ordinal) || name.EndsWith("Panel", StringComparison.Ordinal) ? $"components/{name}.tsx" : $"{name}.ts")}";
    }

    /// <summary>What something is about.</summary>
    public static string Noun(SeededNumbers numbers) => numbers.Pick(Nouns);

    /// <summary>The name of a function.</summary>
    public static string Function(SeededNumbers numbers) => numbers.Pick(Verbs) + numbers.Pick(Nouns);

    /// <summary>The name of a type.</summary>
    public static string Type(SeededNumbers numbers) => numbers.Pick(Nouns) + numbers.Pick(Roles);

    /// <summary>A line of code.</summary>
    public static string Line(SeededNumbers numbers)
    {
        string function = Function(numbers);
        string noun = numbers.Pick(Nouns);
        string field = noun.ToLowerInvariant();
        return numbers.Below(16) switch
        {
            0 => $"export function {function}(form: {noun}Form, options: SubmitOptions = {{}}): Promise<Result<{noun}>> {{",
            1 => $"  const {field} = useForm<{noun}>({{ defaultValues: empty{noun}() }});",
            2 => $"  const [{field}, set{noun}] = useState<{noun} | null>(null);",
            3 => $"import {{ {function} }} from '../{numbers.Pick(Areas)}/{noun}Service';",
            4 => $"  if (!form.{field}.valid) return fail('{field}.invalid', form.{field}.errors);",
            5 => $"    <FormField name=\"{field}\" label={{t('{numbers.Pick(Areas)}.{field}')}} required={{{(numbers.IsOneIn(2) ? "true" : "false")}}} />",
            6 => $"  expect(await {function}(form)).toEqual({{ ok: true, value: fixtures.{field} }});",
            7 => $"  return api.post<{noun}>(`/v2/{field}s/${{form.id}}`, form.values, {{ timeout: {(numbers.Between(1, 12) * 500).ToString(CultureInfo.InvariantCulture)} }});",
            8 => $"  logger.debug('{function} took %d ms', performance.now() - started);",
            9 => $"    onSubmit={{form.handleSubmit((values) => {function}(values))}}",
            10 => $"  const schema = z.object({{ {field}: z.string().min({numbers.Between(1, 9)}).max({numbers.Between(40, 255)}) }});",
            11 => $"it('{function.ToLowerInvariant()} rejects an empty {field}', async () => {{",
            12 => $"  await db.{field}s.update({{ where: {{ id: form.id }}, data: {{ {field}: form.{field} }} }});",
            13 => $"export const {function}Form = withTracking(({{ {field} }}: {noun}Props) => {{",
            14 => $"  for (const item of form.{field}s ?? []) total = total.plus(item.amount);",
            _ => $"  // The {field} is filled in by the form's parent.",
        };
    }
}
