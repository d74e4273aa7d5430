using FsCheck;
using Itam.Context.Lifecycle.Catalogue;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Register;
using Itam.Testing.Time;
using Random = System.Random;

namespace Itam.Context.Tests.Lifecycle;

/// <summary>Several requests share a few devices and are pushed about at random by everybody, in any order: what must never happen does not.</summary>
public class A_request_moves_only_by_its_rules
{
    private static readonly Guid[] People = [.. Enumerable.Range(1, 7).Select(i => new Guid(i, 0, 0, new byte[8]))];
    private static readonly Guid[] Devices = [.. Enumerable.Range(1, 3).Select(i => new Guid(100 + i, 0, 0, new byte[8]))];
    private static readonly Guid Requester = People[0];
    private static readonly Guid Stockroom = People[6];
    private static readonly EquipmentPace Pace = new();

    [Fact]
    public void Whatever_anybody_tries_in_any_order()
    {
        var reached = new HashSet<EquipmentState>();
        var configuration = Configuration.QuickThrowOnFailure;
        configuration.MaxNbOfTest = 3000;

        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed => Push(new Random(seed), seed, reached)).Check(configuration);

        reached.Should().BeEquivalentTo(Enum.GetValues<EquipmentState>(), "a walk that never gets anywhere proves nothing");
    }

    private static bool Push(Random random, int seed, HashSet<EquipmentState> reached)
    {
        var held = new Dictionary<Guid, Guid>();
        var requests = Enumerable.Range(1, 3).Select(i => new History(Draft(random, i))).ToArray();
        for (var i = 0; i < 120; i++)
        {
            var history = requests[random.Next(requests.Length)];
            var before = history.Now;
            var actor = ActorOf(random);
            var command = CommandOf(random, held);
            var verdict = EquipmentRules.Apply(before, command, actor, ManualTime.Morning.AddMinutes(i), Pace);
            if (verdict is not EquipmentVerdict.Granted granted)
            {
                continue;
            }

            var tale = $"seed {seed}, step {i}: {command} by {actor} on {before.State}";
            Judge(granted, before, command, actor, tale);
            Follow(granted, before.Id, held, tale);
            history.Now = granted.Next;
            reached.Add(granted.Next.State);
        }

        return true;
    }

    private static void Judge(EquipmentVerdict.Granted granted, EquipmentRequest before, EquipmentCommand command, Actor actor, string tale)
    {
        var after = granted.Next;
        before.State.IsFinal().Should().BeFalse(tale);
        after.Version.Should().Be(before.Version + 1, tale);

        // Decided once: a refusal ends it, and nobody's word is asked twice.
        after.Decisions.Length.Should().BeLessThanOrEqualTo(after.Route.Second is null ? 1 : 2, tale);
        after.Decisions.Take(before.Decisions.Length).Should().Equal(before.Decisions, tale);
        after.Decisions.Select(d => d.By).Should().OnlyHaveUniqueItems(tale).And.NotContain(Requester, tale);
        if (command is EquipmentCommand.Approve or EquipmentCommand.Refuse or EquipmentCommand.Delegate)
        {
            before.Deciders.Should().Contain(actor.PersonId!.Value, tale);
        }

        // Nothing leaves the stockroom without every approval that it needs.
        var approved = after.Decisions.Length == (after.Route.Second is null ? 1 : 2) && after.Decisions[^1].What != EquipmentStep.Refused;
        if (!after.State.IsAwaitingDecision() && after.State is not (EquipmentState.Refused or EquipmentState.Cancelled))
        {
            approved.Should().BeTrue(tale);
        }

        if (after.Decisions.Any(d => d.What == EquipmentStep.ApprovedByPolicy))
        {
            after.Route.Policy.Auto.Should().BeTrue(tale);
        }

        // Whoever looks is told whom it waits for.
        (after.State.WaitsFor() == WaitingFor.Nobody)
            .Should()
            .Be(after.State.IsFinal(), tale);
        if (after.State.IsAwaitingDecision())
        {
            after.Deciders.Should().NotBeEmpty(tale).And.NotContain(Requester, tale).And.OnlyHaveUniqueItems(tale);
        }
        else
        {
            after.Deciders.Should().BeEmpty(tale);
        }

        if (command is EquipmentCommand.Confirm)
        {
            actor.PersonId.Should().Be(Requester, tale);
        }

        if (command is EquipmentCommand.HandOver or EquipmentCommand.Ship or EquipmentCommand.Return or EquipmentCommand.Reclaim)
        {
            (actor.IsStockroom || actor.IsProduct).Should().BeTrue(tale);
        }
    }

    /// <summary>A device is held by one request from its reservation until it is given back or given for good.</summary>
    private static void Follow(EquipmentVerdict.Granted granted, Guid request, Dictionary<Guid, Guid> held, string tale)
    {
        foreach (var effect in granted.Effects)
        {
            switch (effect)
            {
                case EquipmentEffect.Hold(var device):
                    held.TryAdd(device, request).Should().BeTrue(tale);
                    break;
                case EquipmentEffect.Free(var device):
                    held.Remove(device, out var holder).Should().BeTrue(tale);
                    holder.Should().Be(request, tale);
                    break;
                case EquipmentEffect.TakeBack(var device, _):
                    held.Remove(device, out var borrower).Should().BeTrue(tale);
                    borrower.Should().Be(request, tale);
                    break;
                case EquipmentEffect.TakeOver(var device):
                    held.Should().Contain(device, request, tale);
                    break;
            }
        }

        held.Where(h => h.Value == request)
            .Select(h => (Guid?)h.Key)
            .Should()
            .BeEquivalentTo(
                granted.Next.State is EquipmentState.Reserved or EquipmentState.Completed || granted.Next.State.IsWithRecipient()
                    ? new[] { granted.Next.DeviceId }
                    : [],
                tale
            );
    }

    private static EquipmentVerdict.Granted Draft(Random random, int number)
    {
        var loan = random.Next(2) == 0;
        var auto = random.Next(4) == 0;
        Guid? second = !auto && random.Next(2) == 0 ? People[2] : null;
        var asked = EquipmentRules.Ask(
            new EquipmentRequest
            {
                Id = new Guid(number, 1, 1, new byte[8]),
                RequesterId = Requester,
                Item = new CatalogueItem
                {
                    Id = "thing",
                    Name = LocalText.Of("Thing"),
                    Type = DeviceType.Laptop,
                    Models = ["T14"],
                    Price = new Money(1, "EUR"),
                    LoanMaxDays = loan ? 14 : null,
                },
                Reason = "Why not",
                PromisedOn = new DateOnly(2026, 11, 23),
                LoanDays = loan ? 14 : null,
                Route = new ApprovalRoute(new PolicyResult(auto, auto ? [] : [PolicyReason.AlwaysAsk]), auto ? null : People[1], second),
                WaitsSince = ManualTime.Morning,
                Last = new Happening(EquipmentStep.Asked, Requester, ManualTime.Morning),
            },
            Pace
        );

        // In the same transaction, so that nobody ever meets it in between.
        return auto
            ? (EquipmentVerdict.Granted)
                EquipmentRules.Apply(asked.Next, new EquipmentCommand.ApproveByPolicy(), Actor.Product, ManualTime.Morning, Pace)
            : asked;
    }

    private static Actor ActorOf(Random random) =>
        random.Next(4) switch
        {
            0 => Actor.Product,
            1 => new Actor(Stockroom, IsStockroom: true),
            // A stockroom member may be the requester or an approver as well.
            _ => new Actor(People[random.Next(People.Length)], random.Next(8) == 0),
        };

    private static EquipmentCommand CommandOf(Random random, Dictionary<Guid, Guid> held)
    {
        var free = Devices.Where(d => !held.ContainsKey(d)).ToArray();
        return random.Next(18) switch
        {
            0 or 1 => new EquipmentCommand.Approve(),
            2 => new EquipmentCommand.Refuse(random.Next(2) == 0 ? "" : "No"),
            3 => new EquipmentCommand.Delegate(People[random.Next(People.Length)]),
            4 => new EquipmentCommand.Escalate(random.Next(3) == 0 ? null : People[random.Next(People.Length)]),
            5 => new EquipmentCommand.Remind(),
            // The service offers only what is free; the device that everybody wants is wanted by all.
            6 or 7 => new EquipmentCommand.Reserve(free.Length > 0 ? free[0] : null, Near: true),
            8 => new EquipmentCommand.Buy(),
            9 => new EquipmentCommand.JoinLine(),
            10 => new EquipmentCommand.HandOver("new", null),
            11 => new EquipmentCommand.Ship(new Tracking(null, "1"), null, null),
            12 => new EquipmentCommand.Confirm(new DateOnly(2026, 12, 1)),
            13 => random.Next(4) == 0 ? new EquipmentCommand.Cancel("No more") : new EquipmentCommand.Confirm(new DateOnly(2026, 12, 1)),
            14 => new EquipmentCommand.LoanIsOverdue(),
            15 => new EquipmentCommand.Reclaim(new DateOnly(2026, 11, 25), null),
            16 => new EquipmentCommand.Return("used"),
            _ => new EquipmentCommand.ApproveByPolicy(),
        };
    }

    private sealed class History(EquipmentVerdict.Granted asked)
    {
        public EquipmentRequest Now { get; set; } = asked.Next;
    }
}
