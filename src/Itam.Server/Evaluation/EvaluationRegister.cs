using Itam.Context;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Storage;

namespace Itam.Server.Evaluation;

/// <summary>A temporary database that holds the register of a labelled set; gone when disposed.</summary>
internal sealed class EvaluationRegister : IAsyncDisposable
{
    public static readonly TenantId Tenant = TenantId.Parse("evaluation");

    private readonly string _folder = Directory.CreateTempSubdirectory("itam-evaluate-").FullName;
    private readonly Dictionary<string, Guid> _ids = new(StringComparer.Ordinal);

    private EvaluationRegister(DateTimeOffset asOf)
    {
        AsOf = asOf;
        Database = Database.From($"Data Source={Path.Combine(_folder, "register.db")}");
    }

    /// <summary>The moment at which the tickets are read.</summary>
    public DateTimeOffset AsOf { get; }
    public Database Database { get; }

    public Guid IdOf(string id) =>
        _ids.TryGetValue(id, out var found) ? found : throw new FormatException($"The tickets name '{id}', which register.jsonl does not hold.");

    public static async Task<EvaluationRegister> LoadAsync(IReadOnlyList<RegisterLine> lines, CancellationToken cancellationToken)
    {
        var asOf = lines.FirstOrDefault(l => l.Kind == "asOf")?.At ?? throw new FormatException("register.jsonl has no line of kind asOf.");
        var register = new EvaluationRegister(asOf);
        await register.Database.MigrateAsync(cancellationToken);
        foreach (var (index, line) in lines.Index())
        {
            register._ids[line.Id] = Guid.CreateVersion7(asOf.AddMilliseconds(index));
        }

        await register.Database.WriteAsync(
            Tenant,
            (db, _) =>
            {
                db.AddRange(lines.Where(l => l.Kind == "person").Select(register.PersonOf));
                db.AddRange(lines.Where(l => l.Kind == "device").Select(register.DeviceOf));
                return Task.CompletedTask;
            },
            cancellationToken
        );
        return register;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Person PersonOf(RegisterLine line)
    {
        var person = new Person
        {
            Id = IdOf(line.Id),
            DisplayName = line.Name,
            Email = line.Email,
        };
        person.Identities.Add(
            new PersonIdentity
            {
                Kind = IdentityKind.Email,
                Value = IdentityNames.Normalise(IdentityKind.Email, line.Email) ?? throw new FormatException($"'{line.Id}' has no e-mail."),
                PersonId = person.Id,
            }
        );
        return person;
    }

    private Device DeviceOf(RegisterLine line)
    {
        var device = new Device
        {
            Id = IdOf(line.Id),
            Name = line.Hostname,
            Serial = line.Serial,
            AssetTag = line.Tag,
            Type = Enum.Parse<DeviceType>(line.Type),
            Manufacturer = line.Manufacturer,
            Model = line.Model,
            State = Enum.Parse<LifecycleState>(line.State),
            Shared = line.Shared,
            Location = line.Location,
            AssignedToId = line.AssignedTo is { } holder ? IdOf(holder) : null,
            LastSeenAt = line.SeenHoursAgo is { } hours ? AsOf.AddHours(-hours) : null,
            LoanDueOn = line.Loaner ? DateOnly.FromDateTime(AsOf.UtcDateTime).AddDays(14) : null,
        };
        Identify(device, IdentifierKind.Serial, line.Serial);
        Identify(device, IdentifierKind.AssetTag, line.Tag);
        Identify(device, IdentifierKind.Hostname, line.Hostname);
        return device;
    }

    private static void Identify(Device device, IdentifierKind kind, string? value)
    {
        if (Identifiers.Normalise(kind, value) is { } normal)
        {
            device.Identifiers.Add(
                new DeviceIdentifier
                {
                    Kind = kind,
                    Value = normal,
                    DeviceId = device.Id,
                }
            );
        }
    }
}
