using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Itam.Context.Sources.Records;

/// <summary>The stored form of neutral records: names of properties and enum members, absent values left out, so that a stored record survives new fields.</summary>
public static class RecordJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Write(SourceRecord record) => JsonSerializer.Serialize(record, record.GetType(), Options);

    /// <exception cref="JsonException">Not such a record.</exception>
    public static T Read<T>(string json)
        where T : SourceRecord => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("The stored record is empty.");

    /// <summary>The record as if it had never said these properties.</summary>
    public static T Without<T>(T record, params ReadOnlySpan<string> properties)
        where T : SourceRecord
    {
        var json = JsonSerializer.SerializeToNode(record, Options)!.AsObject();
        foreach (var property in properties)
        {
            json.Remove(property);
        }

        return json.Deserialize<T>(Options)!;
    }

    public static string HashOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}
