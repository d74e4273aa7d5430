using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Calls;

/// <summary>The rows of one page: those that could be read, and those that could not with their reasons.</summary>
internal sealed record Mapped(ImmutableArray<SourceRecord> Records, ImmutableArray<SourceReject> Rejected)
{
    public const string NoId = "(no id)";

    /// <summary>A row without an id is nobody's, so that a walk with one in it cannot say what is missing.</summary>
    public bool HasNameless => Rejected.Any(r => r.SourceId == NoId);

    /// <param name="idOf">The id that the record would have.</param>
    /// <param name="map">Throws <see cref="FormatException"/> with the reason where a row is not what it should be.</param>
    public static Mapped Rows(IEnumerable<JToken> rows, Func<JObject, string?> idOf, Func<JObject, string, DeviceRecord> map)
    {
        var records = ImmutableArray.CreateBuilder<SourceRecord>();
        var rejected = ImmutableArray.CreateBuilder<SourceReject>();
        foreach (var row in rows)
        {
            if (row is not JObject entry)
            {
                rejected.Add(new SourceReject(NoId, "The entry is not an object."));
            }
            else if (idOf(entry) is not { } id)
            {
                rejected.Add(new SourceReject(NoId, "The entry has no id."));
            }
            else
            {
                try
                {
                    records.Add(map(entry, id));
                }
                catch (FormatException bad)
                {
                    rejected.Add(new SourceReject(id, bad.Message));
                }
            }
        }

        return new Mapped(records.ToImmutable(), rejected.ToImmutable());
    }

    /// <summary>A part of a row that must be an object or absent.</summary>
    /// <exception cref="FormatException">It is something else, so that nothing in it can be believed.</exception>
    public static JObject? Part(JObject row, string name) =>
        row[name] switch
        {
            null => null,
            JObject part => part,
            JValue { Value: null } => null,
            _ => throw new FormatException($"The part '{name}' is not an object."),
        };
}
