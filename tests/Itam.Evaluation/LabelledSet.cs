using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Itam.Evaluation;

/// <summary>The labelled tickets and the register they speak of, as lines of JSON. The same every time.</summary>
public static class LabelledSet
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Data for our own reader and for people's eyes, never for a web page: umlauts stay umlauts.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IReadOnlyList<(string Name, IReadOnlyList<string> Lines)> Files()
    {
        List<string> register = ["{\"kind\":\"asOf\",\"at\":\"2026-11-21T09:00:00Z\"}"];
        List<string> tickets = [];
        foreach (var house in new[] { House.Development, House.HeldOut })
        {
            var made = RegisterMaker.Make(house);
            register.AddRange(made.People.Select(p => JsonSerializer.Serialize(p, Format)));
            register.AddRange(made.Devices.Select(d => JsonSerializer.Serialize(d, Format)));
            tickets.AddRange(new TicketMaker(house, made).Make(Template.Load(house.Set)).Select(t => JsonSerializer.Serialize(t, Format)));
        }

        return [("register.jsonl", register), ("tickets.jsonl", tickets)];
    }
}
