using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.Evals.Workloads.Sources;

namespace Headroom.Evals.Workloads.Kinds;

/// <summary>A run of pytest with two failures.</summary>
internal static class TestOutput
{
    private const int Tests = 420;

    /// <summary>Makes the workload.</summary>
    public static Workload Make()
    {
        var numbers = new SeededNumbers(2003);
        var run = new StringBuilder("============================= test session starts ==============================\nplatform linux -- Python 3.12.4, pytest-8.2.2, pluggy-1.5.0 -- /usr/bin/python3\ncachedir: .pytest_cache\nrootdir: /srv/shop\nplugins: asyncio-0.23.7, cov-5.0.0\ncollected 420 items\n\n");
        for (int i = 0; i < Tests; i++)
        {
            string area = Codebase.Areas[i * Codebase.Areas.Count / Tests];
            string name = i switch { 131 => "test_coupon_is_taken_once", 302 => "test_refund_of_a_gift", _ => $"test_{Codebase.Function(numbers).ToLowerInvariant()}_{i}" };
            run.Append(CultureInfo.InvariantCulture, $"tests/{area}/test_{area}_{i % 6}.py::{name} {(i is 131 or 302 ? "FAILED" : numbers.IsOneIn(60) ? "SKIPPED (needs a mail server)" : "PASSED")}{"",4}[{(i + 1) * 100 / Tests,3}%]\n");
        }

        run.Append(
            """

            =================================== FAILURES ===================================
            __________________________ test_coupon_is_taken_once ___________________________

                def test_coupon_is_taken_once(cart):
                    cart.apply("SPRING10")
                    cart.apply("SPRING10")
            >       assert cart.total == Decimal("90.00")
            E       AssertionError: assert Decimal('81.00') == Decimal('90.00')

            tests/inventory/test_inventory_5.py:88: AssertionError
            ____________________________ test_refund_of_a_gift _____________________________

                def test_refund_of_a_gift(order):
            >       refund(order, to=order.giver)
            E       TypeError: refund() got an unexpected keyword argument 'to'

            tests/reviews/test_reviews_2.py:41: TypeError
            =========================== short test summary info ============================
            FAILED tests/inventory/test_inventory_5.py::test_coupon_is_taken_once - AssertionError: assert Decimal('81.00') == Decimal('90.00')
            FAILED tests/reviews/test_reviews_2.py::test_refund_of_a_gift - TypeError: refund() got an unexpected keyword argument 'to'
            ============ 2 failed, 411 passed, 7 skipped in 38.62s ============

            """);
        string messages = new Investigation("Run the tests and tell me what is broken.")
            .Call("Bash", new JsonObject { ["command"] = "pytest -v" }, run.ToString())
            .Messages();
        return new Workload("tests", "Test output", messages, ["assert Decimal('81.00') == Decimal('90.00')", "refund() got an unexpected keyword argument 'to'", "2 failed, 411 passed"]);
    }
}
