using CsvHelper;

namespace Itam.Sandbox.Company;

/// <param name="Weight">How often it is bought, relative to the others of its type.</param>
/// <param name="Price">EUR.</param>
/// <param name="StorageGb">0: the device has none.</param>
/// <param name="From">First year of purchase.</param>
/// <param name="To">Last year of purchase.</param>
internal sealed record DeviceModel(
    string Type,
    string Manufacturer,
    string Model,
    int Weight,
    string Platform,
    decimal Price,
    int StorageGb,
    int From,
    int To
)
{
    /// <summary>models.csv names the sources.</summary>
    public static readonly IReadOnlyList<DeviceModel> All = Load();

    public static DeviceModel Named(string model) => All.First(m => m.Model == model);

    private static List<DeviceModel> Load()
    {
        using var stream = typeof(DeviceModel).Assembly.GetManifestResourceStream("models.csv")!;
        using var csv = CsvReader.Create(stream, CsvReaderOptions.Default with { Separator = ',', CommentPrefix = '#' });
        var models = new List<DeviceModel>();
        while (csv.Read())
        {
            models.Add(
                new DeviceModel(
                    csv.GetString(0),
                    csv.GetString(1),
                    csv.GetString(2),
                    csv.Parse<int>(3),
                    csv.GetString(4),
                    csv.Parse<decimal>(5),
                    csv.Parse<int>(6),
                    csv.Parse<int>(7),
                    csv.Parse<int>(8)
                )
            );
        }

        return models;
    }
}
