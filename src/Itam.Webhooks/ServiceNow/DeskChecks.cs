using Itam.Context.Connections;
using Itam.Context.Sources.ServiceNow;

namespace Itam.Webhooks.ServiceNow;

/// <summary>What <c>itam doctor</c> asks an instance. Only reads.</summary>
internal sealed class DeskChecks(ServiceNowSettings settings, ServiceNowClient client)
{
    public async Task<IReadOnlyList<ConnectionCheck>> RunAsync(CancellationToken cancellationToken)
    {
        var signIn = $"{settings.Access.BaseUrl.Host} answers and accepts our sign-in.";
        List<ConnectionCheck> checks = [];
        try
        {
            var active = EncodedQuery.Where(QueryTerm.IsTrue("active"));
            checks.Add(await ReadableAsync("sys_user", active, ["name", "email"], "people (sys_user) with their e-mail", cancellationToken));
            checks.Insert(0, new ConnectionCheck(true, signIn));
            foreach (var table in settings.Tables)
            {
                var fields = table.DeviceFields.Prepend(table.PersonField);
                checks.Add(
                    await ReadableAsync(
                        table.Name,
                        EncodedQuery.All,
                        [.. fields, "number", "sys_updated_on"],
                        $"the tickets in {table.Name}",
                        cancellationToken
                    )
                );
            }

            foreach (var table in RaisedIn())
            {
                // The right to create and to write shows with the first ticket: nothing is written here.
                checks.Add(
                    await ReadableAsync(
                        table,
                        EncodedQuery.All,
                        ["correlation_id"],
                        $"correlation_id of {table}, without which no ticket is raised",
                        cancellationToken
                    )
                );
            }

            var journal = EncodedQuery.Where(QueryTerm.Is("element", QueryValue.Constant("work_notes")));
            checks.Add(
                await ReadableAsync(
                    "sys_journal_field",
                    journal,
                    ["value"],
                    "work notes (sys_journal_field), without which at most one note per ticket is written",
                    cancellationToken
                )
            );
            checks.Add(
                await ReadableAsync(
                    "cmdb_ci",
                    EncodedQuery.All,
                    ["name", "serial_number", "asset_tag"],
                    "configuration items (cmdb_ci)",
                    cancellationToken
                )
            );
            if (settings.IntegrationUser is { } user)
            {
                checks.Add(await TimeZoneAsync(user, cancellationToken));
            }
        }
        catch (ConnectionException failure)
        {
            // Not about one table: the address, the credentials or the instance itself, so that further checks would only repeat it.
            checks.RemoveAll(c => c.What == signIn);
            checks.Insert(0, new ConnectionCheck(false, signIn, failure.Message));
        }

        return checks;
    }

    private IEnumerable<string> RaisedIn() =>
        new[] { TicketTable.Incident, settings.ServiceRequestTable }
            .OfType<string>()
            .Where(t => settings.Table(t) is not null)
            .Distinct(StringComparer.Ordinal);

    /// <exception cref="ConnectionException">Not about rights on this table: the address, the sign-in or the instance is the trouble.</exception>
    private async Task<ConnectionCheck> ReadableAsync(
        string table,
        EncodedQuery query,
        string[] fields,
        string what,
        CancellationToken cancellationToken
    )
    {
        var statement = $"The account can read {what}.";
        try
        {
            var rows = await client.QueryAsync(table, query, [.. fields, "sys_id"], 5, cancellationToken);
            if (rows.Hidden)
            {
                return new(
                    false,
                    statement,
                    $"Access rules hide records of {table}. Give the account a role with read access to {table}; see docs/connect-servicenow.md."
                );
            }

            // Rows that came but cannot be checked against the question lack what was asked by.
            IEnumerable<string> missing =
                rows.Records is [var first, ..] ? fields.Where(f => !first.Has(f))
                : rows.Returned > 0 ? query.Fields
                : [];
            return missing.ToList() is [_, ..] hidden
                ? new(
                    false,
                    statement,
                    $"The instance does not show {string.Join(", ", hidden)} of {table}. Give the account read access to these fields."
                )
                : new(true, statement);
        }
        catch (ConnectionException refused) when (refused.Status is 400 or 403 or 404)
        {
            return new(false, statement, $"{refused.Message} It was about the table {table}; see the roles in docs/connect-servicenow.md.");
        }
    }

    /// <summary>Times in queries may be read in the account's own zone, and then a sweep would miss tickets.</summary>
    private async Task<ConnectionCheck> TimeZoneAsync(string user, CancellationToken cancellationToken)
    {
        const string Statement = "The account's time zone is GMT, so that times in queries mean what we mean.";
        if (QueryValue.Of(user) is not { } name)
        {
            return new(false, Statement, "The setting IntegrationUser has characters that no user name has.");
        }

        var rows = await client.QueryAsync(
            "sys_user",
            EncodedQuery.Where(QueryTerm.Is("user_name", name)),
            ["time_zone", "sys_id"],
            2,
            cancellationToken
        );
        return rows.Records switch
        {
            [] => new(false, Statement, $"No user '{user}' is visible. Compare the setting IntegrationUser with the user ID on the instance."),
            [var found, ..] when found.Value("time_zone") is "GMT" or "UTC" or "Etc/UTC" => new(true, Statement),
            _ => new(false, Statement, $"Open the user '{user}' on the instance and set Time zone to GMT."),
        };
    }
}
