using System.Globalization;
using System.Text;

namespace Headroom.Compression.Tests.Code;

/// <summary>Sources of a known structure.</summary>
internal static class GeneratedCode
{
    /// <summary>A Python class with so many methods.</summary>
    public static string Python(int functions)
    {
        var text = new StringBuilder("import os\nfrom typing import Any\n\n\nclass Pipeline:\n    \"\"\"Runs steps in order.\"\"\"\n");
        for (int i = 0; i < functions; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n    def step_{i}(self, value: int) -> int:\n");
            text.Append(CultureInfo.InvariantCulture, $"        if value < {i}:\n            raise ValueError(\"too small: {{}}\".format(value))\n");
            text.Append("        total = 0\n        for part in range(value):\n            total += part * len(os.sep)\n        return total\n");
        }

        return text.ToString();
    }
}
