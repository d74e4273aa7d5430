namespace Itam.Context.Matching;

/// <summary>Disjoint sets over 0…n-1; a set is named by its lowest member, so that the names do not depend on the order of joins.</summary>
internal sealed class Groups(int count)
{
    private readonly int[] _parent = [.. Enumerable.Range(0, count)];

    public int Of(int member)
    {
        while (_parent[member] != member)
        {
            _parent[member] = _parent[_parent[member]];
            member = _parent[member];
        }

        return member;
    }

    public void Join(IEnumerable<int> members)
    {
        int? first = null;
        foreach (var member in members)
        {
            var (a, b) = (Of(first ?? member), Of(member));
            (_parent[Math.Max(a, b)], first) = (Math.Min(a, b), Math.Min(a, b));
        }
    }

    public IEnumerable<int[]> Members() => Enumerable.Range(0, _parent.Length).GroupBy(Of).Select(g => g.ToArray());
}
