namespace Headroom.Context.Ports;

/// <summary>A part of the process whose state an operator wants to see. None of them keeps requests from being served.</summary>
public interface IHealthPart
{
    /// <summary>Its name in the health answer.</summary>
    string Name { get; }

    /// <summary>Tries it.</summary>
    /// <returns>Whether it answers.</returns>
    Task<bool> IsWellAsync(CancellationToken cancellationToken);
}
