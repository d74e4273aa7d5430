using Itam.Context.Matching;
using Itam.Context.Register;

namespace Itam.Context.Enrichment.Reading;

/// <summary>Which registered devices the words of a ticket name, and how.</summary>
internal static class NamedDevices
{
    /// <summary>Asks for what stands there first; other spellings count only where that finds nothing, and only when they lead to one device.</summary>
    public static async Task<IReadOnlyList<NamedDevice>> FindAsync(RegisterReader register, TicketWords words, CancellationToken cancellationToken)
    {
        var exact = Match(
            words.Mentions.Where(m => m.Spelling == Spelling.Exact),
            await register.FindByIdentifiersAsync(words.Names, cancellationToken)
        );
        var open = words.Mentions.Where(m => m.Spelling != Spelling.Exact && !exact.Exists(e => e.Mention.Overlaps(m))).ToList();
        var hits = await register.FindByIdentifiersAsync(open.Select(m => m.Name).Distinct(), cancellationToken);
        var guessed = Match(open, hits).GroupBy(n => n.Mention.Last).Where(g => g.Select(n => n.Hit.DeviceId).Distinct().Count() == 1);
        return [.. exact, .. guessed.SelectMany(g => g)];
    }

    private static List<NamedDevice> Match(IEnumerable<Mention> mentions, IReadOnlyList<IdentifierHit> hits)
    {
        var byName = hits.ToLookup(h => (h.Kind, (string?)h.Value));
        return
        [
            .. from mention in mentions
            from hit in byName[(mention.Name.Kind, Identifiers.Normalise(mention.Name.Kind, mention.Name.Value))]
            select new NamedDevice(mention, hit),
        ];
    }
}

internal sealed record NamedDevice(Mention Mention, IdentifierHit Hit);
