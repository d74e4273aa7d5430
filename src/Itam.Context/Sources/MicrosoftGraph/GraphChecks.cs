using Itam.Context.Connections;
using RestSharp;

namespace Itam.Context.Sources.MicrosoftGraph;

/// <summary>What <c>itam doctor</c> tries: sign-in by the first call, then each list that is switched on.</summary>
internal sealed class GraphChecks(GraphClient client, GraphAccess access, TimeProvider time)
{
    public async Task<IReadOnlyList<ConnectionCheck>> RunAsync(CancellationToken cancellationToken)
    {
        var checks = new List<ConnectionCheck>();
        if (access.Devices)
        {
            await TryAsync(
                "deviceManagement/managedDevices?$top=1&$select=id",
                "Intune devices can be read",
                "Grant the application permission DeviceManagementManagedDevices.Read.All with admin consent (needs an Intune licence), or set Devices to false."
            );
        }

        if (access.People)
        {
            await TryAsync(
                $"users/delta?$select={GraphPeople.Fields(access.LeaveDates)}",
                "Entra people can be read",
                access.LeaveDates
                    ? "Grant the application permissions User.Read.All and User-LifeCycleInfo.Read.All with admin consent, or set LeaveDates to false."
                    : "Grant the application permission User.Read.All with admin consent, or set People to false."
            );
        }

        if (access.Licenses)
        {
            await TryAsync(
                "subscribedSkus",
                "Licenses can be read",
                "Grant the application permission LicenseAssignment.Read.All (or Organization.Read.All) with admin consent, or set Licenses to false."
            );
        }

        checks.Add(
            access.CredentialEnd.CheckKnown(
                time.GetUtcNow(),
                "Add a new client secret or certificate to the app registration, enter it here, and move CredentialExpiresOn."
            )
        );
        return checks;

        async Task TryAsync(string path, string what, string remedy)
        {
            try
            {
                await client.GetAsync(new RestRequest(path).AddHeader("Accept", "application/json"), cancellationToken);
                checks.Add(new ConnectionCheck(true, what));
            }
            catch (ConnectionException problem)
            {
                checks.Add(new ConnectionCheck(false, what, problem.Status == 403 ? $"{remedy} {problem.Message}" : problem.Message));
            }
        }
    }
}
