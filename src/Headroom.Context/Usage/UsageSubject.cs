namespace Headroom.Context.Usage;

/// <summary>Whose requests, and to which model: what usage is summed up by. A part that is not known is empty.</summary>
/// <param name="User">The owner of the Headroom key, else the key's id.</param>
/// <param name="Team">The team of the key.</param>
/// <param name="Project">The project that the request is accounted to.</param>
/// <param name="Client">The program that sent it, such as <c>claude-cli</c>.</param>
/// <param name="Provider">The provider.</param>
/// <param name="Model">The model, as requests name it.</param>
public sealed record UsageSubject(string User, string Team, string Project, string Client, string Provider, string Model)
{
    /// <summary>Nothing is known, or it is one too many to be kept apart.</summary>
    public static UsageSubject Other { get; } = new("", "", "", "", "", "other");
}
