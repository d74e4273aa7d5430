using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.Context.Sources.Calls;
using Itam.Context.Sources.Warranties;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.AppleBusiness;

/// <summary>Limited warranty and AppleCare of a device; one call per serial, since there is no bulk.</summary>
internal sealed class AppleCareCoverage(AppleBusinessSettings settings, AppleBusinessClient client, AppleBusinessChecks checks) : IWarrantySource
{
    public string Connection => settings.Connection;

    public TenantId Tenant => settings.Tenant;

    public string Product => "Apple Business";

    /// <summary>Half a minute at the default pace.</summary>
    public int BatchSize => 10;

    public bool Covers(string manufacturer) =>
        manufacturer.Equals("apple", StringComparison.OrdinalIgnoreCase)
        || manufacturer.StartsWith("apple ", StringComparison.OrdinalIgnoreCase)
        || manufacturer.StartsWith("apple,", StringComparison.OrdinalIgnoreCase);

    public async Task<IReadOnlyList<WarrantyAnswer>> LookUpAsync(IReadOnlyList<WarrantyQuestion> devices, CancellationToken cancellationToken)
    {
        List<WarrantyAnswer> answers = [];
        var (answered, inARow) = (false, 0);
        ConnectionException? broken = null;
        foreach (var device in devices)
        {
            try
            {
                var rows = await client.CoverageAsync(device.Serial, cancellationToken);
                answers.Add(Read(device.Serial, rows));
                (answered, inARow) = (true, 0);
            }
            catch (ConnectionException unknown) when (unknown.Status == 404)
            {
                // Not bought through the organisation's channels, so that Apple tells us nothing about it.
                answers.Add(new WarrantyAnswer(device.Serial, WarrantyLookup.NoneFound, []));
                (answered, inARow) = (true, 0);
            }
            catch (ConnectionException refused) when (refused.Failure == ConnectionFailure.GiveUp)
            {
                answers.Add(new WarrantyAnswer(device.Serial, WarrantyLookup.Failed, []));
                (answered, inARow) = (true, 0);
            }
            catch (ConnectionException breakdown) when (breakdown.IsBreakdown && ++inARow < Batches.MostInARow)
            {
                answers.Add(new WarrantyAnswer(device.Serial, WarrantyLookup.Failed, []));
                broken = breakdown;
            }
            catch (ConnectionException busy) when (busy.Failure == ConnectionFailure.Retry && answered)
            {
                // What is answered is kept; the rest is left out and thereby asked again.
                break;
            }
        }

        return broken is null || answered ? answers : throw broken;
    }

    public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) => checks.RunAsync(coverage: true, cancellationToken);

    private static WarrantyAnswer Read(string serial, IReadOnlyList<JToken> rows)
    {
        var facts = rows.Select(row => row.At("attributes")).OfType<JObject>().Select(Fact).ToImmutableArray();
        return facts.Length < rows.Count ? new WarrantyAnswer(serial, WarrantyLookup.Failed, [])
            : facts.IsEmpty ? new WarrantyAnswer(serial, WarrantyLookup.NoneFound, [])
            : new WarrantyAnswer(serial, WarrantyLookup.Found, facts);
    }

    private static WarrantyFact Fact(JObject about)
    {
        var cancelled = about["isCanceled"].Flag() == true ? about["contractCancelDateTime"].Day() ?? about["startDateTime"].Day() : null;
        return new WarrantyFact(KindOf(about), about["description"].Words(), about["startDateTime"].Day(), cancelled ?? about["endDateTime"].Day());
    }

    private static WarrantyKind KindOf(JObject about) =>
        about["paymentType"].Words()?.ToUpperInvariant() switch
        {
            "ABE_SUBSCRIPTION" or "SUBSCRIPTION" => WarrantyKind.Subscription,
            _ => about["description"].Words() switch
            {
                null => WarrantyKind.Unknown,
                var text when text.Contains("Limited Warranty", StringComparison.OrdinalIgnoreCase) => WarrantyKind.Base,
                var text when text.Contains("AppleCare", StringComparison.OrdinalIgnoreCase) => WarrantyKind.Extended,
                _ => WarrantyKind.Unknown,
            },
        };
}
