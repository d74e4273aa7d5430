using System.Collections.Immutable;
using Itam.Context.Register;

namespace Itam.Context.Enrichment;

/// <summary>A device as the register knows it, and what the rules say of it. Worst first.</summary>
public sealed record DeviceHealth(Device Device, ImmutableArray<Finding> Findings);
