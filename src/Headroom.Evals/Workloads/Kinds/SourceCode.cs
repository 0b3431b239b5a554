using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.Evals.Workloads.Sources;

namespace Headroom.Evals.Workloads.Kinds;

/// <summary>Several source files printed one after the other.</summary>
internal static class SourceCode
{
    /// <value>The file that an agent reads whole.</value>
    public const string SignIn =
        """
        import { loginLimiter } from './api/signInLimit';
        import { verifyPassword } from './passwords';
        import { rotateSession, sessions } from './session';

        export async function signIn(request: SignInRequest): Promise<SignInResult> {
          const account = await accounts.byEmail(request.email);
          if (!account || !(await verifyPassword(account.passwordHash, request.password))) {
            return { ok: false, reason: 'credentials' };
          }

          const session = await sessions.create(account.id, request.device);
          await rotateSession(session.id, { keepDevice: true });
          return { ok: true, session };
        }
        """;

    /// <summary>Makes the workload.</summary>
    public static Workload Make()
    {
        var numbers = new SeededNumbers(2007);
        var files = new StringBuilder();
        for (int i = 0; i < 12; i++)
        {
            files.Append(CultureInfo.InvariantCulture, $"==> src/{numbers.Pick(Codebase.Areas)}/{Codebase.Type(numbers)}{i}.ts <==\n{Module(numbers, 10)}");
            if (i == 7)
            {
                files.Append("\nexport function convertLoyaltyPoints(points: number): Money {\n  return Money.of(points * LOYALTY_RATE, 'EUR');\n}\n");
            }

            files.Append('\n');
        }

        string messages = new Investigation("Where is convertLoyaltyPoints defined, and at which rate?")
            .Call("Bash", new JsonObject { ["command"] = "head -n 400 src/*/*.ts" }, files.ToString())
            .Messages();
        return new Workload("code", "Source files", messages, ["export function convertLoyaltyPoints(points: number): Money {", "points * LOYALTY_RATE"]);
    }

    /// <summary>A module with so many functions.</summary>
    public static string Module(SeededNumbers numbers, int functions)
    {
        var module = new StringBuilder();
        module.Append(CultureInfo.InvariantCulture, $"import {{ api }} from '../{numbers.Pick(Codebase.Areas)}/client';\nimport {{ logger }} from '../logging';\n");
        for (int i = 0; i < functions; i++)
        {
            string name = $"{Codebase.Function(numbers)}{i}";
            string type = Codebase.Type(numbers);
            module.Append(CultureInfo.InvariantCulture, $"\n/** Called when a {type} changes. */\nexport async function {name}(input: {type}, retries = {numbers.Below(4)}): Promise<{type}> {{\n  let current = {{ ...input, revision: {numbers.Between(1, 99)} }};\n");
            for (int line = 0; line < numbers.Between(5, 9); line++)
            {
                module.Append(Statement(numbers, line));
            }

            module.Append("  return current;\n}\n");
        }

        return module.ToString();
    }

    private static string Statement(SeededNumbers numbers, int line)
    {
        string area = numbers.Pick(Codebase.Areas);
        string function = Codebase.Function(numbers);
        string noun = Codebase.Noun(numbers);
        string field = noun.ToLowerInvariant();
        return numbers.Below(8) switch
        {
            0 => $"  const answer{line} = await api.put(`/v2/{area}/${{current.id}}/{field}`, current, {{ timeout: {numbers.Between(1, 90) * 100} }});\n",
            1 => $"  if (current.{field}.amount > {numbers.Between(2, 900)}) {{\n    logger.warn('{function}: {field} is too large for {area}');\n    retries += {numbers.Between(1, 5)};\n  }}\n",
            2 => $"  for (const {field} of current.{field}s) {{\n    current = {function}(current, {field}.{numbers.Pick(Codebase.Areas)});\n  }}\n",
            3 => $"  current = {{ ...current, {field}: {function}(input.{field}, '{area}') }};\n",
            4 => $"  const {field}{line} = current.{area}.filter(entry => entry.{field} !== {numbers.Between(1, 400)});\n",
            5 => $"  await {function}({noun}.from(current), {{ notify: '{area}', attempts: {numbers.Between(1, 9)} }});\n",
            6 => $"  metrics.count('{area}.{field}', current.{field}s.length - {numbers.Between(1, 40)});\n",
            _ => $"  // The {area} team wants the {field} to be read before {function} runs.\n",
        };
    }
}
