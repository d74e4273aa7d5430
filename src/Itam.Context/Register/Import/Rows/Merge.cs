using Itam.Context.Register.Import.Columns;

namespace Itam.Context.Register.Import.Rows;

/// <summary>Puts the values of one row into one entity: nothing overwrites a filled value with an empty one, or one that a human locked.</summary>
internal sealed class Merge(ImportRow row, Dictionary<string, Origin> origins, Origin origin)
{
    public bool Changed { get; private set; }

    public void Set<T>(Column column, T value, T current, Action<T> assign)
    {
        if (value is null)
        {
            return;
        }

        var known = origins.GetValueOrDefault(column.Property);
        if (EqualityComparer<T>.Default.Equals(value, current))
        {
            // The same source says it again: the value is as fresh as its latest confirmation.
            if (known is { Locked: false } && known.Source == origin.Source && known.AsOf < origin.AsOf)
            {
                origins[column.Property] = origin;
            }

            return;
        }

        if (known is { Locked: true })
        {
            row.Doubt(column, $"The {column} was entered by a person ({known.Source}) and is locked; it was kept.");
            return;
        }

        assign(value);
        origins[column.Property] = origin;
        Changed = true;
    }

    /// <summary>For what is kept beside the entity: identifiers, identities, seats, warranties.</summary>
    public void Touch() => Changed = true;
}
