using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Register.Import.Values;

namespace Itam.Context.Sources.Jira;

/// <summary>An object of Assets in neutral words.</summary>
internal sealed partial class JiraAssetMapper(JiraAssetRegisterOptions options, string connection)
{
    /// <returns>One of the two: the device, or why there is none.</returns>
    public (DeviceRecord? Device, SourceReject? Reject) Map(JiraAssetObject asset)
    {
        if (asset.ObjectId.Length == 0)
        {
            return (null, new SourceReject(asset.Label, "The object has no id."));
        }

        if (asset.Updated is not { } asOf)
        {
            return (null, new SourceReject(asset.GlobalId, $"'{asset.Label}' does not say when it was changed."));
        }

        string? Said(JiraAssetMeaning meaning) =>
            Values(asset, meaning).Select(v => AssetStoreValues.Said(v.Shown)).FirstOrDefault(text => text is not null);

        DateOnly? Day(JiraAssetMeaning meaning) =>
            Values(asset, meaning).Select(v => AssetStoreValues.Day(v.Stored)).FirstOrDefault(day => day is not null);

        var state = Said(JiraAssetMeaning.State);
        var os = Said(JiraAssetMeaning.OsName);
        var (cost, currency) = AssetStoreValues.Cost(Said(JiraAssetMeaning.Cost));
        var warranty = Day(JiraAssetMeaning.WarrantyEndsOn);
        var lease = Day(JiraAssetMeaning.LeaseEndsOn);
        var holder = Values(asset, JiraAssetMeaning.Owner).SelectMany(v => v.Names).Select(Person).OfType<PersonName>().Distinct().ToImmutableArray();
        return (
            new DeviceRecord(asset.GlobalId, asOf)
            {
                Serial = Said(JiraAssetMeaning.Serial),
                AssetTag = Said(JiraAssetMeaning.AssetTag),
                Hostname = options
                    .Names(JiraAssetMeaning.Hostname)
                    .SelectMany(name => asset.Details.GetValueOrDefault(name, []))
                    .Select(v => AssetStoreValues.Hostname(v.Shown))
                    .FirstOrDefault(name => name is not null),
                Macs = [.. Values(asset, JiraAssetMeaning.Mac).Select(v => AssetStoreValues.Said(v.Shown)).OfType<string>()],
                Imei = Said(JiraAssetMeaning.Imei),
                Uuid = Said(JiraAssetMeaning.Uuid),
                Manufacturer = Said(JiraAssetMeaning.Manufacturer),
                Model = Said(JiraAssetMeaning.Model),
                ModelId = Said(JiraAssetMeaning.ModelId),
                Type = TypeOf(Said(JiraAssetMeaning.Type)) ?? TypeOf(asset.TypeName),
                State = state is null ? null : Vocabulary.States.Find(state) ?? LifecycleState.Unknown,
                SourceState = state,
                Ownership = lease is null ? null : Ownership.Leased,
                Location = Said(JiraAssetMeaning.Location),
                Holder = holder,
                Unassigned = IsEmpty(asset, JiraAssetMeaning.Owner),
                OsName = os,
                OsVersion = Said(JiraAssetMeaning.OsVersion),
                Platform = Vocabulary.PlatformOf(os),
                PurchasedOn = Day(JiraAssetMeaning.PurchasedOn),
                Cost = cost,
                Currency = currency,
                EndOfLifeOn = Day(JiraAssetMeaning.EndOfLifeOn),
                RefreshDueOn = Day(JiraAssetMeaning.RefreshDueOn),
                LeaseEndsOn = lease,
                LoanDueOn = Day(JiraAssetMeaning.LoanDueOn),
                Warranties = warranty is { } end ? [new WarrantyFact(WarrantyKind.Unknown, null, null, end)] : [],
            },
            null
        );
    }

    /// <summary>The values of the first of the attributes that is filled.</summary>
    private ImmutableArray<JiraAssetValue> Values(JiraAssetObject asset, JiraAssetMeaning meaning) =>
        options
            .Names(meaning)
            .Select(name => asset.Details.GetValueOrDefault(name, []))
            .FirstOrDefault(values => values.Any(v => AssetStoreValues.Said(v.Shown) is not null), []);

    /// <summary>Only an attribute that is there and holds nothing says "nobody"; most answers leave empty attributes out, which says nothing.</summary>
    private bool IsEmpty(JiraAssetObject asset, JiraAssetMeaning meaning)
    {
        var there = options.Names(meaning).Where(asset.Details.ContainsKey).ToList();
        return there.Count > 0 && there.TrueForAll(name => asset.Details[name].IsEmpty);
    }

    private static DeviceType? TypeOf(string? name) => name is null ? null : Vocabulary.Types.Find(name);

    /// <summary>A display name alone names nobody for sure.</summary>
    private PersonName? Person(string text) =>
        Email().IsMatch(text) ? new PersonName(IdentityKind.Email, text)
        : AccountId().IsMatch(text) ? new PersonName(IdentityKind.Account, text, connection)
        : null;

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s]+$", RegexOptions.None, 1000)]
    private static partial Regex Email();

    /// <summary>712020:… and qm:…, or 24 hexadecimal characters for old accounts.</summary>
    [GeneratedRegex(@"^([0-9a-z]{2,10}:[0-9A-Za-z:_-]+|[0-9a-f]{24})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AccountId();
}
