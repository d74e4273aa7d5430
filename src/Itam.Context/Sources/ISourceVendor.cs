using Itam.Context.Connections;

namespace Itam.Context.Sources;

/// <summary>One kind of source. Adding one = a folder, a line in <see cref="SourceVendors"/> and a page in docs/.</summary>
public interface ISourceVendor
{
    /// <summary>The value of a connection's <c>Kind</c> setting, lower-case: "snipe-it".</summary>
    string Kind { get; }

    /// <summary>Reads the connection's settings (reporting what is wrong with them) and builds the source. Makes no call.</summary>
    SourceConnection Connect(ConnectionSettings settings, VendorServices services);
}

/// <summary>A configured source: a system to read, a warranty vendor to ask, or both.</summary>
public sealed record SourceConnection(string Name, TenantId Tenant, ISource? Source = null, IWarrantySource? Warranty = null);
