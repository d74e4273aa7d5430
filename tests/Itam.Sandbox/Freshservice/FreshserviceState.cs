using Itam.Sandbox.Company;

namespace Itam.Sandbox.Freshservice;

/// <summary>Everything the account stores. One lock, taken by <see cref="EmulatedFreshservice"/> around each request.</summary>
internal sealed class FreshserviceState(TimeProvider time, int seed)
{
    public const long PrimaryWorkspace = 2;
    public const long OtherWorkspace = 3;

    private readonly Random _random = new(seed);
    private long _nextTicket = 40;
    private long _nextConversation = 7_000;

    public Lock Gate { get; } = new();
    public List<StoredPerson> People { get; } = [];
    public List<StoredAsset> Assets { get; } = [];
    public List<StoredApplication> Applications { get; } = [];

    /// <summary>Products by number.</summary>
    public List<(long Id, string Name, string Maker)> Products { get; } = [];
    public List<StoredTicket> Tickets { get; } = [];
    public List<StoredConversation> Conversations { get; } = [];

    /// <summary>Another number in each account: the type that defines product, serial, warranty and state for all hardware.</summary>
    public long HardwareType { get; private set; }

    /// <summary>The lower types define os and hostname.</summary>
    public Dictionary<string, long> LeafTypes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The agent whose API key we use.</summary>
    public StoredPerson KeyOwner { get; set; } = null!;

    public DateTimeOffset Now
    {
        get
        {
            var now = time.GetUtcNow();
            return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        }
    }

    public void Seed(SandboxCompany company)
    {
        HardwareType = 20 + _random.Next(0, 50);
        var next = HardwareType;
        foreach (var type in company.Devices.Select(d => d.Type).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            next += 1 + _random.Next(0, 9);
            LeafTypes[type] = next;
        }

        KeyOwner = Agent(900, "Itam", "Context", "itam-context@example.com");
        People.Add(KeyOwner);
        foreach (var person in company.People)
        {
            var name = person.Name.Split(' ', 2);
            var hidden = person.HidesEmail;
            People.Add(
                new StoredPerson
                {
                    Id = EmulatedFreshservice.AccountIdOf(person),
                    IsAgent = person.Department == "IT",
                    FirstName = name[0],
                    LastName = name.ElementAtOrDefault(1) ?? "",
                    Email = hidden ? null : person.Email,
                    SecondaryEmails = hidden || person.Department == "IT" ? [] : [$"{person.Number}@old.example.com"],
                    TimeZone = person.TimeZone,
                    Vip = person.Vip,
                    JobTitle = person.JobTitle,
                    CompanyEmail = person.Email,
                }
            );
        }

        foreach (var device in company.Devices.Where(d => d.OnDesk))
        {
            if (!Products.Exists(p => p.Name == device.Model))
            {
                Products.Add((7 + Products.Count, device.Model, device.Manufacturer));
            }

            Assets.Add(
                new StoredAsset
                {
                    Id = 90_000 + device.Number,
                    DisplayId = 10 + device.Number,
                    Name = device.Name,
                    Tag = device.AssetTag,
                    Serial = device.Serial,
                    AssetTypeId = LeafTypes[device.Type],
                    WorkspaceId = device.Number % 4 == 3 ? OtherWorkspace : PrimaryWorkspace,
                    UserId = People.Find(p => p.CompanyEmail == device.AssignedTo)?.Id,
                    State = device.State switch
                    {
                        "in stock" => "In Stock",
                        "retired" => "Retired",
                        "stolen" or "lost" => "Missing",
                        _ => "In Use",
                    },
                    Os = device.OsName,
                    Product = device.Model,
                    PurchasedOn = device.PurchasedOn,
                    WarrantyEnd = device.WarrantyEnd,
                    UpdatedAt = Now.AddDays(-30),
                }
            );
        }

        foreach (var (license, index) in company.Licenses.Select((l, i) => (l, i)))
        {
            Applications.Add(
                new StoredApplication
                {
                    Id = 500 + index,
                    Name = license.Product,
                    Status = "managed",
                    Contracts = [("active", license.Owned, license.RenewsOn)],
                    Users = [.. People.Where(p => license.SeatEmails.Contains(p.CompanyEmail)).Select(p => (p.Id, true)), (KeyOwner.Id, false)],
                }
            );
        }

        foreach (var past in company.PastTickets.OrderBy(t => t.CreatedAt))
        {
            var ticket = NewTicket(past.RequesterEmail, past.Subject, past.Description, past.DeviceTag, past.CreatedAt);
            ticket.Status = past.Closed ? 5 : 2;
        }
    }

    public StoredTicket NewTicket(
        string? requesterEmail,
        string subject,
        string description,
        string? deviceTag,
        DateTimeOffset at,
        string type = "Incident"
    )
    {
        var ticket = new StoredTicket
        {
            Id = ++_nextTicket,
            Type = type,
            Subject = subject,
            Description = NoteHtml.FromText(description),
            DescriptionText = description,
            RequesterId = People.Find(p => p.CompanyEmail == requesterEmail)?.Id,
            CreatedAt = at,
            UpdatedAt = at,
        };
        if (Assets.Find(a => deviceTag is not null && a.Tag == deviceTag) is { } asset)
        {
            ticket.Assets.Add(asset.DisplayId);
        }

        Tickets.Add(ticket);
        return ticket;
    }

    /// <summary>A ticket that came by the API.</summary>
    public StoredTicket NewTicket(StoredPerson requester, string subject, string html, string type, int priority, string[] tags)
    {
        var ticket = new StoredTicket
        {
            Id = ++_nextTicket,
            Type = type,
            Subject = subject,
            Description = html,
            DescriptionText = NoteHtml.Text(html),
            RequesterId = requester.Id,
            Priority = priority,
            Tags = tags,
            CreatedAt = Now,
            UpdatedAt = Now,
        };
        Tickets.Add(ticket);
        return ticket;
    }

    /// <summary>Who has this e-mail; a new requester where nobody has.</summary>
    public StoredPerson PersonFor(string email)
    {
        if (People.Find(p => string.Equals(p.Email, email, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return known;
        }

        var made = new StoredPerson
        {
            Id = 5_000 + People.Count,
            IsAgent = false,
            FirstName = email.Split('@')[0],
            LastName = "",
            Email = email,
            TimeZone = "Eastern Time (US & Canada)",
            Vip = false,
            JobTitle = "",
            CompanyEmail = email,
        };
        People.Add(made);
        return made;
    }

    public StoredConversation NewNote(StoredTicket ticket, long author, string body, bool isPrivate)
    {
        var note = new StoredConversation
        {
            Id = ++_nextConversation,
            TicketId = ticket.Id,
            UserId = author,
            Body = body,
            Private = isPrivate,
            CreatedAt = Now,
            UpdatedAt = Now,
        };
        Conversations.Add(note);
        ticket.UpdatedAt = Now;
        return note;
    }

    private static StoredPerson Agent(long id, string first, string last, string email) =>
        new()
        {
            Id = id,
            IsAgent = true,
            FirstName = first,
            LastName = last,
            Email = email,
            TimeZone = "Europe/Berlin",
            Vip = false,
            JobTitle = "Integration",
            CompanyEmail = email,
        };
}
