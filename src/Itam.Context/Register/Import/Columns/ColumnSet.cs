using System.Collections.Immutable;

namespace Itam.Context.Register.Import.Columns;

/// <summary>The columns of one kind of file.</summary>
/// <param name="Required">From each group at least one must be there, otherwise the file is not of this kind.</param>
internal sealed record ColumnSet(ImportKind Kind, ImmutableArray<Column> All, ImmutableArray<ImmutableArray<Column>> Required)
{
    public static readonly ImmutableArray<ColumnSet> Known = [DeviceColumns.Set, PeopleColumns.Set, LicenseColumns.Set, SeatColumns.Set];

    public static ColumnSet Of(ImportKind kind) => Known.First(s => s.Kind == kind);
}
