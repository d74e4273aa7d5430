namespace Itam.Context.Enrichment.Reading;

/// <summary>Is the ticket about a device at all?</summary>
internal enum Topic
{
    /// <summary>It says nothing; for a question about a person or a device.</summary>
    Silent,

    /// <summary>It names a kind of device or a trouble that devices have.</summary>
    Device,

    /// <summary>It names neither device nor another matter.</summary>
    Unclear,

    /// <summary>A password, a permission, a licence, a purchase, a building.</summary>
    OtherMatter,
}

/// <summary>Tells by the words in <see cref="TopicWords"/>. Trouble that only devices have outweighs everything, then other matters, then mere nouns.</summary>
internal static class Topics
{
    /// <param name="words">Lower case, of the writer's own sentences.</param>
    public static Topic Of(IReadOnlyList<string> words, string text)
    {
        if (words.Count == 0)
        {
            return Topic.Silent;
        }

        var purchase = Any(words, TopicWords.Purchase) || TopicWords.PurchasePhrases.Any(p => text.Contains(p, StringComparison.Ordinal));
        var trouble = Any(words, TopicWords.DeviceTrouble) || TopicWords.TroublePhrases.Any(p => text.Contains(p, StringComparison.Ordinal));
        return trouble && !purchase ? Topic.Device
            : purchase || Any(words, TopicWords.OtherMatters) ? Topic.OtherMatter
            : Any(words, TopicWords.Devices) ? Topic.Device
            : Topic.Unclear;
    }

    public static bool Any(IEnumerable<string> words, string[] stems) => words.Any(word => Array.Exists(stems, stem => Fits(word, stem)));

    private static bool Fits(string word, string stem) =>
        (stem[0], stem[^1]) switch
        {
            ('*', '=') => word.EndsWith(stem[1..^1], StringComparison.Ordinal),
            ('*', _) => word.Contains(stem[1..], StringComparison.Ordinal),
            (_, '=') => word.Length == stem.Length - 1 && stem.StartsWith(word, StringComparison.Ordinal),
            _ => word.StartsWith(stem, StringComparison.Ordinal),
        };
}
