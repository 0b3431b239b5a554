using System.Globalization;
using System.Text;

namespace Headroom.Evals.Workloads.Sources;

/// <summary>Issues as users write them: no two alike, from one sentence to a form filled in with steps, an environment and an error.</summary>
internal static class IssueTexts
{
    private static readonly (string Title, string Label)[] Subjects =
    [
        ("Dark mode for {0}", "enhancement"), ("{0}: button is cut off on small screens", "bug"), ("Docs: say how {0} is configured", "documentation"),
        ("Typing in {0} is slow with long lists", "performance"), ("Translate {0} into Portuguese", "good first issue"), ("{0}: date is shown in the wrong time zone", "bug"),
        ("Update the dependencies of {0}", "dependencies"), ("Question about {0}", "question"), ("{0} forgets the {1} after going back", "bug"), ("Let {0} sort by {1}", "enhancement"),
        ("{0}: keyboard focus jumps to the {1}", "accessibility"), ("Flaky test in {0}: {1}", "tests"), ("Allow more than one {1} in {0}", "enhancement"), ("{0} shows yesterday's {1}", "bug"),
        ("Print view of {0} lacks the {1}", "enhancement"), ("Type of {1} in {0} is too narrow", "typescript"),
    ];

    private static readonly string[] Sentences =
    [
        "I use {0} every day and noticed it after the last update.", "It happens about once in {2} tries.", "In Firefox it works, in Chrome it does not.", "My colleague {3} sees the same.",
        "The {1} is there, but only after I reload the page.", "With {2} entries the page takes seconds to answer.", "I would expect the {1} to stay where it is.", "The API has the right value, so it must be the page.",
        "Is this meant to be like that?", "Version {4} did not have it.", "I looked at the code: {5} is called twice.", "A workaround is to clear the cache.", "On a phone of {2} px the last line is hidden.",
        "We have {2} customers who ask for it.", "I can send a recording of the screen.", "The manual says nothing about {1}.", "It would help people who work with a screen reader.", "When I log in with another account it is gone.",
        "Perhaps it has to do with #{2}.", "The console shows a warning about {5}.", "Other shops show the {1} next to the price.", "I have tried it with an empty {1}, the same.", "Between {4} and the version before something changed in {0}.",
        "If nobody is on it I would like to try.", "The mail that is sent has the old {1} as well.", "It is worse in the evening, when many people are there.", "We run it behind a proxy, if that matters.", "Turning the {1} off helps.",
        "A test for {5} would have found it.", "Sorry if this is known, I found nothing with the search.",
    ];

    /// <summary>An issue: its title, its body and its label.</summary>
    public static (string Title, string Body, string Label) Of(SeededNumbers numbers)
    {
        string area = numbers.Pick(Codebase.Areas), noun = Codebase.Noun(numbers).ToLowerInvariant(), function = Codebase.Function(numbers);
        string version = string.Create(CultureInfo.InvariantCulture, $"{numbers.Between(1, 4)}.{numbers.Below(30)}.{numbers.Below(9)}");
        (string title, string label) = numbers.Pick(Subjects);
        string Fill(string text) => string.Format(CultureInfo.InvariantCulture, text, area, noun, numbers.Between(3, 900), numbers.Pick(Company.People), version, function);

        var body = new StringBuilder();
        for (int i = numbers.Between(1, 6); i > 0; i--)
        {
            body.Append(Fill(numbers.Pick(Sentences))).Append(' ');
        }

        if (label == "bug" && !numbers.IsOneIn(4))
        {
            body.Append(CultureInfo.InvariantCulture, $"\n\n**Steps**\n1. Open {area}\n2. {Fill("Change the {1}")}\n3. {(numbers.IsOneIn(2) ? "Go back" : "Reload")}\n\n**Expected**: {Fill(numbers.Pick(Sentences))}");
            body.Append(CultureInfo.InvariantCulture, $"\n\n**Environment**: web {version}, {numbers.Pick((string[])["Chrome", "Firefox", "Safari", "Edge"])} {numbers.Between(100, 140)}, {numbers.Pick((string[])["Windows 11", "macOS 15", "Ubuntu 24.04", "Android 15", "iOS 18"])}");
            if (numbers.IsOneIn(3))
            {
                body.Append(CultureInfo.InvariantCulture, $"\n\n```\nTypeError: Cannot read properties of undefined (reading '{noun}')\n    at {function} (src/{area}/{Codebase.Type(numbers)}.ts:{numbers.Between(4, 300)}:{numbers.Between(3, 60)})\n```");
            }
        }

        return (Fill(title), body.ToString().TrimEnd(), label);
    }
}
