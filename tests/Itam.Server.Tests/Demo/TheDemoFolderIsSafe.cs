using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Itam.Sandbox.Demo;
using Itam.Server.Tests.Sandbox;

namespace Itam.Server.Tests.Demo;

public sealed class TheDemoFolderIsSafe : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("itam-demo-test-").FullName;

    [Fact]
    public void A_folder_with_something_of_somebody_else_is_never_emptied()
    {
        var file = Path.Combine(_folder, "thesis.txt");
        File.WriteAllText(file, "years of work");

        var prepare = () => DemoFolder.Prepare(_folder);

        prepare.Should().Throw<DemoException>().WithMessage("*not made by the demo*--data*");
        File.ReadAllText(file).Should().Be("years of work");
    }

    [Fact]
    public void Its_own_folder_is_emptied_at_each_start()
    {
        var folder = DemoFolder.Prepare(Path.Combine(_folder, "new", "demo"));
        File.WriteAllText(Path.Combine(folder, "itam.db"), "old");

        DemoFolder.Prepare(folder);

        Directory.GetFileSystemEntries(folder).Should().Equal(Path.Combine(folder, DemoFolder.Marker));
    }

    [Fact]
    public void A_file_in_its_place_is_left_alone()
    {
        var file = Path.Combine(_folder, "demo");
        File.WriteAllText(file, "");

        ((Action)(() => DemoFolder.Prepare(file))).Should().Throw<DemoException>().WithMessage("*is a file*");
    }

    [Fact]
    public void A_taken_port_is_replaced_by_one_that_is_free()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        Ports.WantedOrNext(port).Should().BeGreaterThan(port);
    }

    [Fact]
    public void The_product_is_told_its_address_its_database_and_every_desk()
    {
        var path = ProductConfiguration.Write(
            _folder,
            new Uri("http://127.0.0.1:8091"),
            new Uri("http://127.0.0.1:8090"),
            [new PaperDesk("jira", "Jira", TimeProvider.System)]
        );

        var written = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        written.GetProperty("Urls").GetString().Should().Be("http://127.0.0.1:8091");
        written.GetProperty("Database").GetString().Should().Be($"Data Source={Path.Combine(_folder, "itam.db")}");
        var jira = written.GetProperty("Connections").GetProperty("jira");
        jira.GetProperty("Kind").GetString().Should().Be("paper", "the desk's own setting wins");
        jira.GetProperty("Tenant").GetString().Should().Be("demo");
        jira.GetProperty("BaseUrl").GetString().Should().Be("http://127.0.0.1:8090/jira");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
