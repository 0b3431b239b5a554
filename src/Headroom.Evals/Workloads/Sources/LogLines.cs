namespace Headroom.Evals.Workloads.Sources;

/// <summary>
/// What the services of the shop log while nothing is wrong: two dozen messages of ten services. A few of them make up most of a log and
/// the rest is rare, as in recorded logs.
/// </summary>
internal static class LogLines
{
    private static readonly (int Weight, string Service, string Level, Func<SeededNumbers, string> Message)[] Messages =
    [
        (16, "api-gateway", "INFO", numbers => $"GET /v2/orders/{numbers.Between(100_000, 999_999)} 200 in {numbers.Between(8, 240)} ms"),
        (14, "api-gateway", "INFO", numbers => $"GET /v2/catalog?page={numbers.Between(1, 80)} 200 in {numbers.Between(8, 240)} ms"),
        (9, "payment-service", "INFO", numbers => $"POST /v2/charges 201 in {numbers.Between(60, 480)} ms"),
        (8, "auth-service", "DEBUG", numbers => $"token of user {numbers.Between(10_000, 99_999)} refreshed"),
        (8, "inventory-service", "INFO", numbers => $"consumed {numbers.Between(10, 500)} messages from topic order-events partition {numbers.Below(12)}"),
        (7, "cart-service", "DEBUG", numbers => $"cart {numbers.Hex(12)} holds {numbers.Between(1, 14)} items worth {numbers.Between(900, 90_000) / 100.0} EUR"),
        (6, "search-service", "INFO", numbers => $"query '{numbers.Pick(Company.Goods)}' matched {numbers.Below(2_400)} documents in {numbers.Between(2, 90)} ms"),
        (6, "catalog-service", "INFO", numbers => $"cache hit ratio {numbers.Between(900, 990) / 10.0} % over {numbers.Between(2_000, 9_000)} keys"),
        (5, "checkout-service", "INFO", numbers => $"order {numbers.Between(5_000_000, 5_999_999)} placed by {numbers.Hex(10)}, {numbers.Between(1, 9)} items"),
        (4, "shipping-service", "INFO", numbers => $"label {numbers.Hex(14).ToUpperInvariant()} printed for parcel of {numbers.Between(200, 29_000)} g"),
        (4, "notification-service", "INFO", numbers => $"mail 'order-confirmed' sent to {numbers.Pick(Company.People)}@customers.example, queue holds {numbers.Below(300)}"),
        (3, "api-gateway", "INFO", numbers => $"GET /health 200 in {numbers.Between(1, 4)} ms"),
        (2, "cart-service", "WARN", numbers => $"slow query: {numbers.Between(900, 2_400)} ms on table carts"),
        (2, "auth-service", "WARN", numbers => $"password of user {numbers.Between(10_000, 99_999)} refused, attempt {numbers.Between(1, 4)}"),
        (2, "catalog-service", "DEBUG", numbers => $"image {numbers.Hex(16)}.webp resized to {numbers.Between(2, 12) * 160} px"),
        (2, "inventory-service", "INFO", numbers => $"stock of {numbers.Pick(Company.Goods)} corrected by {numbers.Between(-9, 9)} in warehouse {numbers.Pick((string[])["HAM", "LEJ", "WRO"])}"),
        (2, "shipping-service", "WARN", numbers => $"carrier answered 503, attempt {numbers.Between(1, 3)} of 5, next in {numbers.Between(1, 30)} s"),
        (1, "checkout-service", "INFO", numbers => $"coupon {numbers.Hex(6).ToUpperInvariant()} applied, {numbers.Between(5, 40)} % off"),
        (1, "search-service", "INFO", numbers => $"segment merge of {numbers.Between(3, 40)} MB took {numbers.Between(80, 900)} ms"),
        (1, "notification-service", "WARN", numbers => $"address of user {numbers.Between(10_000, 99_999)} bounced"),
        (1, "payment-service", "DEBUG", numbers => $"webhook evt_{numbers.Hex(16)} verified"),
        (1, "cart-service", "INFO", numbers => $"{numbers.Between(3, 70)} abandoned carts removed"),
        (1, "auth-service", "INFO", numbers => $"signing key rotated, {numbers.Between(2, 5)} are valid"),
        (1, "api-gateway", "WARN", numbers => $"client {numbers.Between(10, 250)}.{numbers.Below(250)}.{numbers.Below(250)}.{numbers.Between(1, 250)} is limited to {numbers.Between(2, 20) * 10} requests a minute"),
    ];

    private static readonly int Weights = Messages.Sum(message => message.Weight);

    /// <summary>A line: the service, the level and the message.</summary>
    public static (string Service, string Level, string Message) Of(SeededNumbers numbers)
    {
        int at = numbers.Below(Weights), chosen = 0;
        while (at >= Messages[chosen].Weight)
        {
            at -= Messages[chosen++].Weight;
        }

        return (Messages[chosen].Service, Messages[chosen].Level, Messages[chosen].Message(numbers));
    }
}
