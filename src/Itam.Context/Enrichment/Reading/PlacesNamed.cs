namespace Itam.Context.Enrichment.Reading;

/// <summary>Rooms that the text speaks of: "the PC in room Oslo", "im Besprechungsraum 2.14".</summary>
internal static class PlacesNamed
{
    private static readonly string[] RoomWords = ["room=", "rooms=", "*raum=", "*zimmer=", "office=", "büro=", "saal=", "*saal="];

    /// <param name="words">Lower case, in the order of the text.</param>
    public static IReadOnlySet<string> Of(IReadOnlyList<string> words)
    {
        var places = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (at, word) in words.Index().Where(w => IsRoomWord(w.Item)))
        {
            if (at > 0)
            {
                places.Add(words[at - 1]);
            }

            if (at + 1 < words.Count)
            {
                places.Add(words[at + 1]);
            }
        }

        return places;
    }

    /// <summary>A location such as "Berlin, meeting room Oslo" is meant by the word that follows or precedes its own room word, or by its last word.</summary>
    public static bool Means(IReadOnlySet<string> places, string location)
    {
        var words = location.ToLowerInvariant().Split([' ', ',', '/'], StringSplitOptions.RemoveEmptyEntries);
        var telling = words
            .Index()
            .Where(w => !IsRoomWord(w.Item) && (w.Index == words.Length - 1 || (w.Index > 0 && IsRoomWord(words[w.Index - 1]))));
        return telling.Any(w => places.Contains(w.Item));
    }

    private static bool IsRoomWord(string word) => Topics.Any([word], RoomWords);
}
