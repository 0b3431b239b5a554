namespace Headroom.Evals.Workloads.Sources;

/// <summary>A made-up web shop: who works there and what runs there.</summary>
internal static class Company
{
    /// <value>Login names.</value>
    public static IReadOnlyList<string> People { get; } =
        ["amara.diallo", "b.lindqvist", "chen-wei", "dmorales", "e.kowalska", "farid", "greta.h", "hiro.tanaka", "imani-j", "jonas.weber", "k.oconnor", "lucia.ferri"];

    /// <value>Services.</value>
    public static IReadOnlyList<string> Services { get; } =
        ["api-gateway", "auth-service", "cart-service", "catalog-service", "checkout-service", "inventory-service", "notification-service", "payment-service", "search-service", "shipping-service"];

    /// <value>Where they run.</value>
    public static IReadOnlyList<string> Regions { get; } = ["eu-central-1", "us-east-1", "us-west-2"];

    /// <value>What they sell.</value>
    public static IReadOnlyList<string> Goods { get; } =
        ["walnut desk", "linen curtain", "brass lamp", "oak shelf", "wool rug", "ceramic vase", "steel kettle", "cotton duvet", "cork board", "glass carafe", "bamboo tray", "leather stool"];

    /// <summary>A container of a service.</summary>
    public static string Pod(string service, SeededNumbers numbers) => $"{service}-7d9f{numbers.Below(3)}-{numbers.Pick(["x2kqp", "m8vzt", "c4hjn", "r9wls"])}";
}
